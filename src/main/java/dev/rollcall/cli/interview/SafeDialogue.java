package dev.rollcall.cli.interview;

import dev.rollcall.catalogue.yaml.ComplaintException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A dialogue that a signal ends only while it waits for an answer: one that was given is checked
 * and kept first.
 */
public final class SafeDialogue implements Dialogue {
  /** What takes longer, such as a disk that does not answer, is left. */
  private static final int PATIENCE_SECONDS = 5;

  private final Dialogue dialogue;
  private final ReentrantLock busy = new ReentrantLock();

  /** The calling thread is the one that asks. */
  public SafeDialogue(Dialogue dialogue) {
    this.dialogue = dialogue;
    busy.lock();
  }

  @Override
  public Optional<String> line(String prompt, boolean repeated) {
    return leavable(() -> dialogue.line(prompt, repeated));
  }

  @Override
  public Optional<char[]> hidden(String prompt) {
    return leavable(() -> dialogue.hidden(prompt));
  }

  /** Something that takes long, once the answers are kept. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException, InterruptedException, ComplaintException;
  }

  /** Does what a signal may end at once, such as a probe. */
  public void during(Work work) throws IOException, InterruptedException, ComplaintException {
    busy.unlock();
    try {
      work.run();
    } finally {
      busy.lock();
    }
  }

  private <T> T leavable(Supplier<T> wait) {
    busy.unlock();
    try {
      return wait.get();
    } finally {
      busy.lock();
    }
  }

  /**
   * Ends the dialogue as soon as it waits for an answer. For another thread.
   *
   * @return whether every answer that was given is kept
   */
  public boolean end() {
    try {
      return busy.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
