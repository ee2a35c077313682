package io.sallyport.telemetry;

/** The labels that say which rule of which listener. */
record RuleName(String listener, String route, String rule) {}
