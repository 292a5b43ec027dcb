package dev.rollcall.run.idle;

/** Shows what is being waited for. Called by one thread. */
@FunctionalInterface
public interface IdleDisplay {
  /** Shows a line in place of the one before. */
  void waiting(String line);
}
