package dev.rollcall.probe;

/** Which try of an attempt a session is. */
public enum TryNumber {
  /** The only try: a fault is explained at once. */
  ONLY,
  /** It is repeated if no answer comes; silence is not explained yet. */
  FIRST,
  /** The first try got no answer. */
  SECOND
}
