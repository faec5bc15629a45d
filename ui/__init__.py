"""The app in the browser: a page of its own on Gradio's engine. Nothing in `advisor/` imports it."""
