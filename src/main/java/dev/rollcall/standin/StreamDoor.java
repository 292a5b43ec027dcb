package dev.rollcall.standin;

import dev.rollcall.model.Port;
import dev.rollcall.probe.Text;
import dev.rollcall.probe.answer.Guise;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.standin.BoundedSocket.TooMuchException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** An open TCP port: accepts, bounds, serves, and says in the log how it ended. */
final class StreamDoor implements Door {
  private static final int BACKLOG = 128;
  private static final int FAREWELL = 500;
  private static final int DRAINED = 64 << 10;

  private final ServerSocket server;
  private final Post post;
  private final StandIn.Streams standIn;
  private final Identity identity;
  private final Guise guise;
  private final House house;

  StreamDoor(Post post, StandIn.Streams standIn, Identity identity, Guise guise, House house)
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
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void run() {
    while (!server.isClosed()) {
      try {
        admit(server.accept());
      } catch (IOException e) {
        // Closed, or out of descriptors for a moment.
        House.sleep(server.isClosed() ? 0 : 100);
      }
    }
  }

  private void admit(Socket socket) {
    InetAddress source = socket.getInetAddress();
    Visitor visitor =
        new Visitor(
            house.logbook(),
            Port.tcp(server.getLocalPort()),
            post.protocol(),
            source,
            socket.getLocalAddress());
    if (!house.crowd().enter(source)) {
      closeQuietly(socket);
      visitor.turnedAway("too many connections");
      return;
    }
    try {
      house.serve(
          socket,
          () -> {
            try {
              serve(socket, visitor);
            } finally {
              house.crowd().leave(source);
            }
          });
    } catch (RejectedExecutionException closing) {
      house.crowd().leave(source);
      closeQuietly(socket);
    }
  }

  private void serve(Socket socket, Visitor visitor) {
    // Reads are bounded by themselves; this one is for a caller who does not read.
    Future<?> end =
        house
            .clock()
            .schedule(
                () -> closeQuietly(socket),
                house.limits().conversation().plus(post.delay()).toMillis() + FAREWELL,
                TimeUnit.MILLISECONDS);
    try (socket) {
      House.sleep(post.delay().toMillis());
      try {
        socket.setTcpNoDelay(true);
        Conversation caller =
            new Conversation(new BoundedSocket(socket, house.limits()), identity, guise, visitor);
        standIn.serve(caller);
        caller.finish();
        visitor.over();
      } catch (IOException | RuntimeException | StackOverflowError e) {
        ended(visitor, e);
      }
      farewell(socket);
    } catch (IOException closed) {
      // It is in the log how it ended.
    } finally {
      end.cancel(false);
    }
  }

  private void ended(Visitor visitor, Throwable thrown) {
    if (house.isClosed()) {
      visitor.end("ended with the stand-in");
    } else if (thrown instanceof EOFException) {
      visitor.over();
    } else if (thrown instanceof SocketTimeoutException) {
      visitor.unfinished();
    } else if (thrown instanceof TooMuchException) {
      visitor.end("sent too much");
    } else if (thrown instanceof SSLException) {
      visitor.end("TLS failed: " + Text.safe(String.valueOf(thrown.getMessage())));
    } else if (thrown instanceof SocketException) {
      visitor.over();
    } else if (thrown instanceof IOException) {
      visitor.end("not understood: " + Text.safe(String.valueOf(thrown.getMessage())));
    } else {
      visitor.end("not understood: " + thrown.getClass().getSimpleName());
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
