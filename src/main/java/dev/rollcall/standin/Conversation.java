package dev.rollcall.standin;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/** One caller's connection, before or inside TLS. */
final class Conversation implements Caller {
  /**
   * The last version whose handshake ends with a flight of the server, after which framing ends.
   */
  private static final String[] PACKED = {"TLSv1.2"};

  private final Socket socket;
  private final StandInCertificate identity;
  private final StandInIdentity guise;
  private final VisitRecorder visitor;
  private final InputStream in;
  private final OutputStream out;
  private Optional<Conversation> behindTls = Optional.empty();

  /**
   * @param socket whose streams are bounded
   */
  Conversation(
      Socket socket, StandInCertificate identity, StandInIdentity guise, VisitRecorder visitor)
      throws IOException {
    this.socket = socket;
    this.identity = identity;
    this.guise = guise;
    this.visitor = visitor;
    InputStream stream = socket.getInputStream();
    // A second buffer would hide bytes from a later handshake.
    boolean buffered = stream instanceof BufferedInputStream;
    this.in = new ReceivedInput(buffered ? stream : new BufferedInputStream(stream), visitor);
    this.out = new SentOutput(socket.getOutputStream(), visitor);
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public StandInIdentity guise() {
    return guise;
  }

  @Override
  public void saw(String name, String text) {
    visitor.saw(name, text);
  }

  @Override
  public void again() {
    visitor.again();
  }

  @Override
  public Caller startTls(UnaryOperator<Socket> framing, String... alpn) throws IOException {
    Socket framed = framing.apply(socket);
    boolean packed = framed != socket;
    SSLSocket secured =
        (SSLSocket)
            identity
                .context()
                .getSocketFactory()
                .createSocket(framed, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    if (packed) {
      secured.setEnabledProtocols(PACKED);
    }
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setSNIMatchers(List.of(new Onlooker(visitor)));
    secured.setSSLParameters(parameters);
    // A caller that offers only others is served anyway.
    secured.setHandshakeApplicationProtocolSelector(
        (handshake, offered) ->
            Arrays.stream(alpn).filter(offered::contains).findFirst().orElse(""));
    secured.startHandshake();
    if (!packed) {
      // A handshake inside packets is part of the protocol.
      visitor.secured();
    }
    Conversation behind = new Conversation(secured, identity, guise, visitor);
    behindTls = Optional.of(behind);
    return behind;
  }

  /** Flushes, and closes TLS properly. */
  void finish() throws IOException {
    if (behindTls.isPresent()) {
      behindTls.get().finish();
    } else {
      out.flush();
      if (socket instanceof SSLSocket secured) {
        secured.shutdownOutput();
      }
    }
  }

  /** Reports received bytes to the log. */
  private static final class ReceivedInput extends FilterInputStream {
    private final VisitRecorder visitor;

    ReceivedInput(InputStream in, VisitRecorder visitor) {
      super(in);
      this.visitor = visitor;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        visitor.received();
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        visitor.received();
      }
      return count;
    }

    /** The framework closes the connection. */
    @Override
    public void close() {}
  }

  /** Reports sent bytes to the log. */
  private static final class SentOutput extends FilterOutputStream {
    private final VisitRecorder visitor;

    SentOutput(OutputStream out, VisitRecorder visitor) {
      super(out);
      this.visitor = visitor;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      visitor.answered();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      visitor.answered();
    }

    /** The framework closes the connection. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Records the name in SNI (RFC 6066 §3), even if the handshake fails; accepts any. */
  private static final class Onlooker extends SNIMatcher {
    private final VisitRecorder visitor;

    Onlooker(VisitRecorder visitor) {
      super(StandardConstants.SNI_HOST_NAME);
      this.visitor = visitor;
    }

    @Override
    public boolean matches(SNIServerName name) {
      visitor.saw("tls.server-name", new String(name.getEncoded(), StandardCharsets.US_ASCII));
      return true;
    }
  }
}
