"""What an audit of past touches came to, for readers."""
