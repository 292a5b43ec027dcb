package dev.rollcall.probe;

/** Which of a question's tries a session is. */
public enum Try {
  /** There is no other: what it meets is explained at once. */
  ONLY,
  /** The question is asked once more if this one meets silence, which is not explained before. */
  FIRST,
  /** The same question met silence before. */
  SECOND
}
