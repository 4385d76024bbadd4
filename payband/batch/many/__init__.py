"""Tables of posts in many files, in pieces that are done by processes of this machine or of a cluster."""
