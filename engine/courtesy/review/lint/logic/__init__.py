"""What can be told of conditions from their form alone: certainly impossible, or perhaps possible."""
