"""What `python -m bot doctor` looks at, family by family: each fault in plain words, with its remedy."""
