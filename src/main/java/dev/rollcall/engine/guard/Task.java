package dev.rollcall.engine.guard;

import java.util.concurrent.Callable;

/**
 * A task whose thread may have to be left behind, as it ignores its end. Then another thread goes
 * on with what is known, and the task's own result is no longer wanted.
 */
public interface Task<T> {
  /** What comes after a task. */
  interface Instead<T> {
    /**
     * Goes on.
     *
     * @param result gives the task's result; what it throws counts as a failure of the task
     */
    void goOn(Callable<T> result);
  }

  /**
   * Does it.
   *
   * @param instead goes on, on another thread, if this one is left behind
   * @throws Guard.LeftBehindException if that has happened
   */
  T run(Instead<T> instead) throws Exception;
}
