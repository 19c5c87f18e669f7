"""What an operator can ask for beside serving: commands of `python -m bot`."""
