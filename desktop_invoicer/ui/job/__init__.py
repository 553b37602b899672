"""Everything of one job, beside the table: what is asked, what is due, how the value comes about, what to do next."""
