package dev.rollcall.cli.interview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a signal ends the questions. */
class SafeDialogueTest {
  /** Answers once; the next question waits until the test ends. */
  private static final class Once implements Dialogue {
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean asked;

    @Override
    public Optional<String> line(String prompt, boolean repeated) {
      if (!asked) {
        asked = true;
        return Optional.of("answer");
      }
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.empty();
    }

    @Override
    public Optional<char[]> hidden(String prompt) {
      return line(prompt, false).map(String::toCharArray);
    }
  }

  @Test
  void anAnswerThatWasGivenIsKeptFirst() throws Exception {
    Once user = new Once();
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch ending = new CountDownLatch(1);
    Thread asking =
        new Thread(
            () -> {
              SafeDialogue dialogue = new SafeDialogue(user);
              dialogues.set(dialogue);
              order.add(dialogue.line("a: ", true).orElse(""));
              answered.countDown();
              try {
                ending.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              order.add("kept");
              dialogue.hidden("b: ");
              order.add("went on");
            });
    asking.setDaemon(true);
    asking.start();
    answered.await();
    FutureTask<Boolean> end =
        new FutureTask<>(
            () -> {
              ending.countDown();
              boolean all = dialogues.get().end();
              order.add("ended");
              return all;
            });
    Thread signal = new Thread(end);
    signal.start();
    assertTrue(end.get());
    user.ended.countDown();
    assertEquals(List.of("answer", "kept", "ended"), order);
  }

  private final AtomicReference<SafeDialogue> dialogues = new AtomicReference<>();
}
