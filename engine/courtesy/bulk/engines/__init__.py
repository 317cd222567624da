"""The databases that audits run on, a file each."""
