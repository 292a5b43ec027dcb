package dev.rollcall.standin;

import dev.rollcall.model.Port;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.standin.BoundedSocket.TooMuchException;
import dev.rollcall.text.PeerText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** An open TCP port: accepts, bounds, serves, and says in the log how it ended. */
final class TcpListener implements Listener {
  private static final int BACKLOG = 1024;
  private static final int FAREWELL = 500;
  private static final int DRAINED = 64 << 10;

  private final ServerSocket server;
  private final PortAssignment post;
  private final StandIn.Streams standIn;
  private final StandInCertificate identity;
  private final StandInIdentity guise;
  private final SharedState house;
  private final Port port;

  TcpListener(
      PortAssignment post,
      StandIn.Streams standIn,
      StandInCertificate identity,
      StandInIdentity guise,
      SharedState house)
      throws IOException {
    this.post = post;
    this.standIn = standIn;
    this.identity = identity;
    this.guise = guise;
    this.house = house;
    this.server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(post.address(), post.port()), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    this.port = Port.tcp(server.getLocalPort());
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public Port port() {
    return port;
  }

  @Override
  public void run() {
    while (!server.isClosed()) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException e) {
        if (!server.isClosed()) {
          // Out of descriptors, as a rule.
          house.logbook().incident(port, "could not accept a connection", e);
          SharedState.sleep(100);
        }
        continue;
      }
      admit(socket);
    }
  }

  private void admit(Socket socket) {
    boolean served = false;
    try {
      served = startServing(socket);
    } catch (RejectedExecutionException closing) {
      // Closed below.
    } finally {
      if (!served) {
        closeQuietly(socket);
      }
    }
  }

  /** Whether the caller is served now, in a thread of its own. */
  private boolean startServing(Socket socket) {
    InetAddress source = socket.getInetAddress();
    VisitRecorder visitor =
        new VisitRecorder(house.logbook(), post, port, source, socket.getLocalAddress());
    Optional<ConnectionLimit.Place> place =
        house
            .crowd()
            .enter(SourceNetwork.of(source), System.nanoTime(), () -> closeQuietly(socket));
    if (place.isEmpty()) {
      closeQuietly(socket);
      visitor.turnedAway("too many connections");
      return false;
    }
    boolean served = false;
    try {
      house.serve(
          socket,
          port,
          () -> {
            try {
              serve(socket, visitor, place.get());
            } finally {
              house.crowd().leave(place.get());
            }
          });
      served = true;
    } finally {
      if (!served) {
        house.crowd().leave(place.get());
      }
    }
    return served;
  }

  private void serve(Socket socket, VisitRecorder visitor, ConnectionLimit.Place place) {
    Optional<Future<?>> end = Optional.empty();
    try (socket) {
      // Reads are bounded by themselves; this one is for a caller who does not read.
      end =
          Optional.of(
              house
                  .clock()
                  .schedule(
                      () -> closeQuietly(socket),
                      house.limits().conversation().plus(post.delay()).toMillis() + FAREWELL,
                      TimeUnit.MILLISECONDS));
      SharedState.sleep(post.delay().toMillis());
      Optional<Throwable> thrown = converse(socket, visitor);
      if (thrown.isPresent()) {
        ended(visitor, place, thrown.get());
      } else {
        visitor.over();
      }
      farewell(socket);
    } catch (IOException closed) {
      // It is in the log how it ended.
    } finally {
      end.ifPresent(task -> task.cancel(false));
    }
  }

  /** What ended it before its time; an error too ends this conversation only. */
  private Optional<Throwable> converse(Socket socket, VisitRecorder visitor) {
    try {
      socket.setTcpNoDelay(true);
      Conversation caller =
          new Conversation(new BoundedSocket(socket, house.limits()), identity, guise, visitor);
      standIn.serve(caller);
      caller.finish();
      return Optional.empty();
    } catch (Throwable e) {
      return Optional.of(e);
    }
  }

  private void ended(VisitRecorder visitor, ConnectionLimit.Place place, Throwable thrown) {
    if (house.isClosed()) {
      visitor.end("ended with the stand-in");
    } else if (place.wasTaken()) {
      visitor.end("closed to make room for a new source");
    } else if (thrown instanceof EOFException) {
      visitor.over();
    } else if (thrown instanceof SocketTimeoutException) {
      visitor.unfinished();
    } else if (thrown instanceof TooMuchException) {
      visitor.end("sent too much");
    } else if (thrown instanceof SSLException) {
      visitor.end("TLS failed: " + PeerText.safe(String.valueOf(thrown.getMessage())));
    } else if (thrown instanceof SocketException) {
      visitor.over();
    } else if (thrown instanceof IOException) {
      visitor.end("not understood: " + PeerText.safe(String.valueOf(thrown.getMessage())));
    } else if (thrown instanceof RuntimeException || thrown instanceof StackOverflowError) {
      visitor.end("not understood: " + StandInLogger.kind(thrown));
    } else {
      house.logbook().incident(port, "a visit was ended", thrown);
      visitor.end("ended by the stand-in's own " + StandInLogger.kind(thrown));
    }
  }

  /** Ends so that no reset overtakes the last answer: says so, and reads for a moment. */
  private static void farewell(Socket socket) throws IOException {
    if (socket.isClosed()) {
      return;
    }
    socket.shutdownOutput();
    InputStream in = socket.getInputStream();
    long start = System.nanoTime();
    byte[] buffer = new byte[4096];
    for (int read = 0; read < DRAINED; ) {
      int left = FAREWELL - (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (left <= 0) {
        return;
      }
      socket.setSoTimeout(left);
      int count = in.read(buffer);
      if (count < 0) {
        return;
      }
      read += count;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // Nothing is left to release.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
