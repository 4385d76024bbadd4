"""The notes to the accounts on pay, and the approval of senior pay in central government."""
