package dev.rollcall.cli.notify;

import dev.rollcall.cli.output.Failures;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.report.notice.Notice;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a notification on all channels at the same time, once. May be ended from another thread.
 */
public final class Notifier {
  /** Beside a channel's own deadline: it is not waited for longer, even if it hangs. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final List<Channel> channels;
  private final ExecutorService threads = DaemonThreads.pool("notify");

  public Notifier(List<Channel> channels) {
    this.channels = List.copyOf(channels);
  }

  /** Ends what is under way, and begins nothing more. */
  public void cancel() {
    threads.shutdownNow();
  }

  /**
   * Sends.
   *
   * @param failures gets a sentence for each channel on which it did not arrive
   * @param err gets a line if it was cancelled, which is not a failure
   * @return whether at least one recipient has it
   */
  public boolean send(Notice notice, Failures failures, PrintStream err)
      throws InterruptedException {
    try {
      return sent(notice, failures, err);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean sent(Notice notice, Failures failures, PrintStream err)
      throws InterruptedException {
    List<Future<Channel.Sent>> sending = new ArrayList<>();
    long start = System.nanoTime();
    boolean received = false;
    try {
      for (Channel channel : channels) {
        sending.add(threads.submit(() -> channel.send(notice)));
      }
    } catch (RejectedExecutionException cancelled) {
      // Said below.
    }
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      if (i >= sending.size()) {
        err.println(sentence(channel, "not sent: a signal ended the run"));
        continue;
      }
      try {
        Duration left = channel.deadline().plus(SLACK).minusNanos(System.nanoTime() - start);
        Channel.Sent sent = sending.get(i).get(left.toNanos(), TimeUnit.NANOSECONDS);
        sent.problem().ifPresent(why -> failures.add(sentence(channel, why)));
        received |= sent.received();
      } catch (TimeoutException e) {
        failures.add(
            sentence(channel, "not sent: no end within " + channel.deadline().toSeconds() + " s"));
      } catch (CancellationException | ExecutionException e) {
        if (threads.isShutdown()) {
          err.println(sentence(channel, "not sent: a signal ended the run"));
        } else if (e.getCause() instanceof IOException broken) {
          String why = broken.getMessage();
          failures.add(
              sentence(channel, "not sent: " + (why == null ? "input or output failed" : why)));
        } else {
          failures.defect("notifying by " + channel.name(), cause(e));
        }
      }
    }
    return received;
  }

  private static Throwable cause(Exception thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : cause;
  }

  private static String sentence(Channel channel, String what) {
    return "--notify: " + channel.name() + ": " + what;
  }
}
