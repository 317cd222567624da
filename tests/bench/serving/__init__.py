"""A server under load while its policies are replaced, files are torn and workers are killed."""
