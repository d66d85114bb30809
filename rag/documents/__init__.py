"""Questions about documents themselves: named ones, their contents, provisions and summaries, and where something is written."""
