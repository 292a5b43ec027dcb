package dev.rollcall.fuzz.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.util.Optional;

/**
 * A TCP socket without a network: it connects at once, and reads what the thread's {@link Script}
 * says.
 */
public final class ScriptedSocket extends SocketImpl {
  private static final int PORT = 49_152;

  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private Optional<Socket> served = Optional.empty();

  /** Makes every socket of this process one of these, for good. */
  @SuppressWarnings("deprecation") // the one way to a socket that the session itself makes
  public static void install() throws IOException {
    Socket.setSocketImplFactory(ScriptedSocket::new);
  }

  @Override
  protected void create(boolean stream) {}

  @Override
  protected void connect(String host, int port) throws IOException {
    throw new IOException("no name is looked up");
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
    connect(new InetSocketAddress(address, port), 0);
  }

  @Override
  protected void connect(SocketAddress peer, int timeout) throws IOException {
    Script script = Script.current();
    InetSocketAddress to = (InetSocketAddress) peer;
    address = to.getAddress();
    port = to.getPort();
    localport = PORT;
    byte[] bytes = script.dial();
    served = script.service().map(Service::connected);
    if (served.isPresent()) {
      in = served.get().getInputStream();
      out = served.get().getOutputStream();
    } else {
      ScriptedInput scripted = new ScriptedInput(bytes, script);
      in = scripted;
      out = scripted.questions();
    }
  }

  @Override
  protected void bind(InetAddress host, int port) {}

  @Override
  protected void listen(int backlog) throws IOException {
    throw new IOException("no listener here");
  }

  @Override
  protected void accept(SocketImpl socket) throws IOException {
    throw new IOException("no caller here");
  }

  @Override
  protected InputStream getInputStream() {
    return in;
  }

  @Override
  protected OutputStream getOutputStream() {
    return out;
  }

  @Override
  protected int available() throws IOException {
    return in.available();
  }

  @Override
  protected void close() throws IOException {
    if (served.isPresent()) {
      served.get().close();
    }
  }

  @Override
  protected void shutdownInput() {}

  @Override
  protected void shutdownOutput() {}

  @Override
  protected void sendUrgentData(int data) {}

  @Override
  public void setOption(int option, Object value) {}

  @Override
  public Object getOption(int option) {
    return switch (option) {
      case SocketOptions.SO_BINDADDR -> InetAddress.getLoopbackAddress();
      case SocketOptions.TCP_NODELAY, SocketOptions.SO_KEEPALIVE -> false;
      default -> 0;
    };
  }
}
