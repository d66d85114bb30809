"""The edge: the command line and the Gradio web chat."""
