package dev.rollcall.engine.names;

import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * One name server: limits the questions at once, and sends no more once it counts as dead. A server
 * that has answered never counts as dead: silence is then due to the name, such as a zone whose own
 * servers are dead.
 */
final class NameServer {
  /**
   * The most questions at once; each needs a descriptor and a thread. Enough for every name of the
   * vendor's table: unanswered names must not delay the others.
   */
  private static final int IN_FLIGHT = 96;

  /**
   * After this number of silences without any answer, the server counts as dead until its silences
   * are forgotten.
   */
  static final int PATIENCE = 3;

  /** The answer that is taken over UDP, in bytes, as the DNS flag day of 2020 has it. */
  private static final int PAYLOAD = 1232;

  private final InetSocketAddress server;
  private final String address;
  private final Duration timeout;
  private final Executor threads;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicInteger silences = new AtomicInteger();
  private volatile boolean heard;

  NameServer(InetSocketAddress server, Duration timeout, Executor threads) {
    this.server = server;
    this.address =
        server.getAddress() == null ? server.getHostString() : server.getAddress().getHostAddress();
    this.timeout = timeout;
    this.threads = threads;
  }

  boolean isAt(InetAddress where) {
    return where.equals(server.getAddress());
  }

  /** It is asked again even if it counts as dead: it may have recovered. */
  void forgetSilences() {
    silences.set(0);
  }

  /** Asks; waits only for a free place. The future never fails. */
  CompletableFuture<ServerAnswer> ask(Name name, int type) {
    inFlight.acquireUninterruptibly();
    if (!heard && silences.get() >= PATIENCE) {
      // A dead server is not asked again for every name: that would delay the run.
      inFlight.release();
      return CompletableFuture.completedFuture(empty(Status.SILENT));
    }
    try {
      return CompletableFuture.supplyAsync(() -> exchange(name, type), threads)
          .handle(
              (answer, failure) -> {
                inFlight.release();
                return failure == null ? answer : empty(Status.NOT_ASKED);
              });
    } catch (RuntimeException | OutOfMemoryError e) {
      // No thread can be started.
      inFlight.release();
      return CompletableFuture.completedFuture(empty(Status.NOT_ASKED));
    }
  }

  private ServerAnswer exchange(Name name, int type) {
    long start = System.nanoTime();
    try {
      ServerAnswer answer = once(name, type, false, timeout);
      heard = true;
      return switch (answer.status()) {
        case SERVFAIL -> isBogus(name, type, start) ? answer.with(Status.BOGUS) : answer;
        case NXDOMAIN, NO_DATA, REFUSED ->
            isFiltered(name, type, start) ? answer.with(Status.FILTERED) : answer;
        default -> answer;
      };
    } catch (Exchange.NoAnswerException e) {
      if (e.failure() == Exchange.Failure.SILENT) {
        silences.incrementAndGet();
      } else {
        heard = true;
      }
      Status status = status(e.failure());
      return e.part()
          .map(part -> read(part, name, type).with(status))
          .orElseGet(() -> empty(status));
    }
  }

  /**
   * Whether it gives a filter as the reason, which it only may where EDNS is used (RFC 8914 §3). Of
   * an IPv6 address that is not there nothing is asked: many names have none.
   */
  private boolean isFiltered(Name name, int type, long start) {
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    if (type == Type.AAAA || left.isNegative()) {
      return false;
    }
    Message question = query(name, type);
    question.addRecord(new OPTRecord(PAYLOAD, 0, 0), Section.ADDITIONAL);
    try {
      return Answers.isFiltered(new Exchange(server, question, left).answer());
    } catch (Exchange.NoAnswerException | RuntimeException e) {
      return false;
    }
  }

  private static Message query(Name name, int type) {
    return Message.newQuery(Record.newRecord(name, type, DClass.IN));
  }

  private ServerAnswer once(Name name, int type, boolean unchecked, Duration within)
      throws Exchange.NoAnswerException {
    Message question = query(name, type);
    if (unchecked) {
      question.getHeader().setFlag(Flags.CD);
      if (server.getAddress() != null && server.getAddress().isLoopbackAddress()) {
        // systemd-resolved takes note of CD only where DO is set as well (RFC 6840 §5.9 asks for
        // both). Not on a path, where the longer answer may be lost.
        question.addRecord(new OPTRecord(PAYLOAD, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
      }
    }
    return read(new Exchange(server, question, within).answer(), name, type);
  }

  /**
   * Whether its check of DNSSEC is why it fails: without the check (CD, RFC 4035 §3.2.2) there is
   * an answer, and with it still none, so that it was no failure that passed in between. Takes what
   * is left of the timeout at most.
   */
  private boolean isBogus(Name name, int type, long start) {
    try {
      for (boolean unchecked : new boolean[] {true, false}) {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        if (left.isNegative()) {
          return false;
        }
        Status status = once(name, type, unchecked, left).status();
        boolean known =
            status == Status.ANSWERED || status == Status.NO_DATA || status == Status.NXDOMAIN;
        if (unchecked ? !known : status != Status.SERVFAIL) {
          return false;
        }
      }
      return true;
    } catch (Exchange.NoAnswerException e) {
      return false;
    }
  }

  /** The server chooses every byte: whatever the library throws, it is not a valid answer. */
  private ServerAnswer read(Message answer, Name name, int type) {
    try {
      return Answers.read(address, answer, name, type);
    } catch (RuntimeException | StackOverflowError e) {
      return empty(Status.BROKEN);
    }
  }

  ServerAnswer empty(Status status) {
    return new ServerAnswer(address, status, List.of(), List.of(), Duration.ZERO);
  }

  private static Status status(Exchange.Failure failure) {
    return switch (failure) {
      case NO_SOCKET -> Status.NOT_ASKED;
      case NOT_SENT -> Status.NOT_SENT;
      case NOT_LISTENING -> Status.NOT_LISTENING;
      case REJECTED -> Status.REJECTED;
      case SILENT, LATE -> Status.SILENT;
      case TCP_BLOCKED -> Status.TCP_BLOCKED;
      case TCP_FAILED -> Status.TCP_FAILED;
      case BROKEN -> Status.BROKEN;
    };
  }
}
