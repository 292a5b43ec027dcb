package dev.rollcall.engine.guard;

/**
 * A task whose thread may have to be left behind, as it ignores its end. Then another thread goes
 * on with what is known, and the task's own result is no longer wanted.
 */
public interface Task<T> {
  /** What comes after a task. */
  interface Instead<T> {
    void goOn(T result) throws InterruptedException;
  }

  /**
   * Does it.
   *
   * @param instead goes on, on another thread, if this one is left behind
   * @throws Guard.LeftBehindException if that has happened
   */
  T run(Instead<T> instead) throws Exception;

  /** Goes on, unless the run is over. */
  static <T> void goOn(Instead<T> instead, T result) {
    try {
      instead.goOn(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
