"""The pages that list jobs: the queue of what is to be done, and the history of what is over."""
