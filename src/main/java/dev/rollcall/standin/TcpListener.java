package dev.rollcall.standin;

import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.net.Quietly;
import dev.rollcall.standin.BoundedSocket.TooMuchException;
import dev.rollcall.standin.certificate.StandInCertificate;
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

/** An open TCP port: accepts, limits and serves connections, and logs how each ended. */
final class TcpListener implements Listener {
  private static final int BACKLOG = 1024;
  private static final int FAREWELL = 500;
  private static final int DRAINED = 64 << 10;
  private static final String CLOSING = "ended with the stand-in";

  private final ServerSocket server;
  private final PortAssignment assignment;
  private final StandIn.Streams standIn;
  private final StandInCertificate certificate;
  private final StandInIdentity identity;
  private final SharedState state;
  private final Port port;

  TcpListener(
      PortAssignment assignment,
      StandIn.Streams standIn,
      StandInCertificate certificate,
      StandInIdentity identity,
      SharedState state)
      throws IOException {
    this.assignment = assignment;
    this.standIn = standIn;
    this.certificate = certificate;
    this.identity = identity;
    this.state = state;
    this.server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(assignment.address(), assignment.port()), BACKLOG);
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
          state.logbook().incident(port, "could not accept a connection", e);
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
    } finally {
      if (!served) {
        Quietly.close(socket);
      }
    }
  }

  /** Whether the caller is now served, in its own thread. */
  private boolean startServing(Socket socket) {
    InetAddress source = socket.getInetAddress();
    VisitRecorder recorder =
        new VisitRecorder(state.logbook(), assignment, port, source, socket.getLocalAddress());
    Optional<ConnectionLimit.Place> place =
        state
            .connectionLimit()
            .enter(SourceNetwork.of(source), System.nanoTime(), () -> Quietly.close(socket));
    if (place.isEmpty()) {
      Quietly.close(socket);
      recorder.turnedAway("too many connections");
      return false;
    }
    boolean served = false;
    try {
      state.serve(
          socket,
          port,
          () -> {
            try {
              serve(socket, recorder, place.get());
            } finally {
              state.connectionLimit().leave(place.get());
            }
          });
      served = true;
    } catch (RejectedExecutionException closing) {
      recorder.end(CLOSING);
    } finally {
      if (!served) {
        state.connectionLimit().leave(place.get());
      }
    }
    return served;
  }

  private void serve(Socket socket, VisitRecorder recorder, ConnectionLimit.Place place) {
    Optional<Future<?>> end = Optional.empty();
    try (socket) {
      // Reads have their own limits; this one is for a caller that does not read.
      end =
          Optional.of(
              state
                  .clock()
                  .schedule(
                      () -> Quietly.close(socket),
                      state.limits().conversation().plus(assignment.options().delay()).toMillis()
                          + FAREWELL,
                      TimeUnit.MILLISECONDS));
      SharedState.sleep(assignment.options().delay().toMillis());
      Optional<Throwable> thrown = converse(socket, recorder);
      if (thrown.isPresent()) {
        ended(recorder, place, thrown.get());
      } else {
        recorder.over();
      }
      farewell(socket);
    } catch (RejectedExecutionException closing) {
      recorder.end(CLOSING);
    } catch (IOException closed) {
      // The log says how it ended.
    } finally {
      end.ifPresent(task -> task.cancel(false));
    }
  }

  /** Logs why it ended early; an Error too ends only this conversation. */
  private Optional<Throwable> converse(Socket socket, VisitRecorder recorder) {
    try {
      socket.setTcpNoDelay(true);
      Conversation caller =
          new Conversation(
              new BoundedSocket(socket, state.limits()), certificate, identity, recorder);
      standIn.serve(caller);
      caller.finish();
      return Optional.empty();
    } catch (Throwable e) {
      return Optional.of(e);
    }
  }

  private void ended(VisitRecorder recorder, ConnectionLimit.Place place, Throwable thrown) {
    if (state.isClosed()) {
      recorder.end(CLOSING);
    } else if (place.wasTaken()) {
      recorder.end("closed to make room for a new source");
    } else if (thrown instanceof EOFException) {
      recorder.over();
    } else if (thrown instanceof SocketTimeoutException) {
      recorder.unfinished();
    } else if (thrown instanceof TooMuchException) {
      recorder.end("sent too much");
    } else if (thrown instanceof SSLException) {
      recorder.end("TLS failed: " + PeerText.safe(String.valueOf(thrown.getMessage())));
    } else if (thrown instanceof SocketException) {
      recorder.over();
    } else if (thrown instanceof IOException) {
      recorder.end("not understood: " + PeerText.safe(String.valueOf(thrown.getMessage())));
    } else if (thrown instanceof RuntimeException || thrown instanceof StackOverflowError) {
      recorder.end("not understood: " + StandInLogger.kind(thrown));
    } else {
      state.logbook().incident(port, "a visit was ended", thrown);
      recorder.end("ended by the stand-in's own " + StandInLogger.kind(thrown));
    }
  }

  /**
   * Closes without a reset that could destroy the last answer: shuts down its output, and reads for
   * a moment.
   */
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

  @Override
  public void close() throws IOException {
    server.close();
  }
}
