package dev.rollcall.cli.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.Failures;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.notice.Notice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One channel's trouble is not another's. */
class NotifierTest {
  private static final Notice NOTICE = new Notice(SampleRun.ready(), Optional.empty());

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Failures failures = new Failures();

  /** What a channel does. */
  private interface Work {
    Channel.Sent send() throws IOException, InterruptedException;
  }

  private record Scripted(String name, Duration deadline, Work work) implements Channel {
    @Override
    public Sent send(Notice notice) throws IOException, InterruptedException {
      return work.send();
    }
  }

  private static Channel channel(String name, Work work) {
    return new Scripted(name, Duration.ofMinutes(1), work);
  }

  private boolean send(Notifier notifier) throws InterruptedException {
    return notifier.send(NOTICE, failures, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void everyChannelIsTriedAndEveryProblemSaid() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Notifier notifier =
        new Notifier(
            List.of(
                channel("bad", () -> Channel.Sent.not("HTTP 500")),
                channel(
                    "broken",
                    () -> {
                      throw new IOException("no certificates");
                    }),
                channel(
                    "one",
                    () -> {
                      both.countDown();
                      both.await();
                      return Channel.Sent.WHOLE;
                    }),
                channel(
                    "two, side by side",
                    () -> {
                      both.countDown();
                      both.await();
                      return new Channel.Sent(true, Optional.of("sent, but not to all"));
                    })));
    assertTrue(send(notifier));
    assertEquals(
        List.of(
            "--notify: bad: not sent: HTTP 500",
            "--notify: broken: not sent: no certificates",
            "--notify: two, side by side: sent, but not to all"),
        failures.sentences());
    assertEquals(74, failures.code());
  }

  @Test
  void nobodyWasToldWhereAllFailed() throws Exception {
    assertFalse(send(new Notifier(List.of(channel("a", () -> Channel.Sent.not("no"))))));
  }

  /** What a defect says could be the URL. */
  @Test
  void aDefectIsSaidWithoutItsWords() throws Exception {
    assertFalse(
        send(
            new Notifier(
                List.of(
                    channel(
                        "a",
                        () -> {
                          throw new IllegalStateException("https://x/s3cr3t");
                        })))));
    assertEquals(70, failures.code());
    assertTrue(
        failures.sentences().get(0).startsWith("Rollcall failed while notifying by a: java.lang"),
        failures.sentences()::toString);
    assertFalse(failures.sentences().toString().contains("s3cr3t"));
  }

  @Test
  void aSignalEndsItAndIsNoFailure() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Notifier notifier =
        new Notifier(
            List.of(
                channel(
                    "slow",
                    () -> {
                      under.countDown();
                      never.await();
                      return Channel.Sent.WHOLE;
                    })));
    Thread signal =
        new Thread(
            () -> {
              try {
                under.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              notifier.cancel();
            });
    signal.start();
    assertFalse(send(notifier));
    signal.join();
    assertTrue(failures.isEmpty());
    assertEquals(
        "--notify: slow: not sent: a signal ended the run\n", err.toString(StandardCharsets.UTF_8));
    // Nothing more begins.
    assertFalse(send(notifier));
  }

  @Test
  void aChannelThatHangsIsLeft() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Channel hanging =
        new Scripted(
            "deaf",
            Duration.ZERO,
            () -> {
              while (true) {
                try {
                  never.await();
                } catch (InterruptedException deaf) {
                  // As a library that ignores it.
                }
              }
            });
    assertFalse(send(new Notifier(List.of(hanging))));
    assertEquals(List.of("--notify: deaf: not sent: no end within 0 s"), failures.sentences());
  }

  /** Its threads must not outlive it. */
  @Test
  void anInterruptEndsWhatIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Notifier notifier =
        new Notifier(
            List.of(
                channel(
                    "slow",
                    () -> {
                      begun.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } finally {
                        ended.countDown();
                      }
                      return Channel.Sent.not("");
                    })));
    Thread sender =
        new Thread(
            () -> {
              try {
                send(notifier);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sender.setDaemon(true);
    sender.start();
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    sender.interrupt();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
  }
}
