"""What accounts.py builds on: sources, facts and their values, figures over time, wordings of one quotation."""
