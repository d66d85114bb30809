"""What stands around the conversation: what was asked before, settings, and what is kept of a person."""
