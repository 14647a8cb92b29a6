"""The answer to "did anyone say that?" for people and programs: in a sentence, in the terminal, as a citation, as a ClaimReview."""
