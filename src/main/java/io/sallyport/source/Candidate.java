package io.sallyport.source;

/** A document that was refused and would be in force if its files, or ports, were other than they are. */
record Candidate(Attempt attempt, Refused refused) {}
