"""Migrations, numbered from 0001. They only go forwards: to go back, restore a backup taken before."""
