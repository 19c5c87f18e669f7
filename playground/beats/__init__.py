"""The beats of the story, in order: each file is a stretch of time at Alderwick House."""
