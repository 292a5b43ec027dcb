package dev.rollcall.engine.names;

import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/** One name server: so many questions at once, and none any more once it is known to be dead. */
final class NameServer {
  /** Each question in flight holds a descriptor. */
  private static final int IN_FLIGHT = 16;

  /** So many silences in a row, and the server counts as dead for the rest of the run. */
  static final int PATIENCE = 3;

  private final String address;
  private final SimpleResolver resolver;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicInteger silences = new AtomicInteger();

  NameServer(InetSocketAddress server, Duration timeout) {
    this.address =
        server.getAddress() == null ? server.getHostString() : server.getAddress().getHostAddress();
    this.resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
  }

  String address() {
    return address;
  }

  /** Asks; waits only for its turn. */
  CompletableFuture<ServerAnswer> ask(Name name, int type) {
    inFlight.acquireUninterruptibly();
    if (silences.get() >= PATIENCE) {
      // A dead server is not asked again for every name: that would hold up the run.
      inFlight.release();
      return CompletableFuture.completedFuture(empty(Status.SILENT));
    }
    // Read on dnsjava's own thread: Java's common pool may be busy with something else.
    return resolver
        .sendAsync(Message.newQuery(Record.newRecord(name, type, DClass.IN)), Runnable::run)
        .toCompletableFuture()
        .handle(
            (answer, failure) -> {
              ServerAnswer heard = failure == null ? read(answer, type) : empty(status(failure));
              silences.updateAndGet(n -> heard.status() == Status.SILENT ? n + 1 : 0);
              inFlight.release();
              return heard;
            });
  }

  /** The server chooses every byte: whatever the library throws at them, they are no answer. */
  private ServerAnswer read(Message answer, int type) {
    try {
      return Answers.read(address, answer, type);
    } catch (RuntimeException | StackOverflowError e) {
      return empty(Status.BROKEN);
    }
  }

  ServerAnswer empty(Status status) {
    return new ServerAnswer(address, status, List.of(), List.of(), Duration.ZERO);
  }

  /** No answer, or one that is no DNS. */
  private static Status status(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof WireParseException) {
        return Status.BROKEN;
      }
    }
    return Status.SILENT;
  }
}
