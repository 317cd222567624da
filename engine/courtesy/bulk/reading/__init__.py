"""Tables as other programs keep them, read into the form that an audit judges; what is wrong with them is told."""
