package dev.rollcall.fuzz.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server in a thread of its own, for conversations that need a real one, such as TLS: it writes
 * what is fuzzed once that is done, and asks for nothing.
 */
@FunctionalInterface
public interface Service {
  /** Serves one connection; when it returns, the connection ends. */
  void serve(Socket socket) throws IOException;

  /** The other end of a connection that it serves. */
  static Socket connected(Service service) {
    Pipe there = new Pipe();
    Pipe back = new Pipe();
    Threads.ALL.execute(
        () -> {
          try {
            service.serve(new End(there, back));
          } catch (IOException | RuntimeException gone) {
            // What the client makes of it is looked at.
          } finally {
            back.close();
          }
        });
    return new End(back, there);
  }

  /** Threads that keep no process alive. */
  final class Threads {
    private static final ExecutorService ALL =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fuzz server");
              thread.setDaemon(true);
              return thread;
            });

    private Threads() {}
  }

  /** One end of a connection in memory. */
  final class End extends Socket {
    private final Pipe in;
    private final Pipe out;

    End(Pipe in, Pipe out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public InputStream getInputStream() {
      return in.in();
    }

    @Override
    public OutputStream getOutputStream() {
      return out.out();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public InetAddress getInetAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public void shutdownOutput() {
      out.close();
    }

    @Override
    public synchronized void close() {
      out.close();
      in.close();
    }
  }
}
