"""What pay costs the employer besides: National Insurance, pension, the apprenticeship levy, arrears."""
