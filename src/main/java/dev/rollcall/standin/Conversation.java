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
  private final StandInCertificate certificate;
  private final StandInIdentity identity;
  private final VisitRecorder recorder;
  private final InputStream in;
  private final OutputStream out;
  private Optional<Conversation> behindTls = Optional.empty();

  /**
   * @param socket whose streams are bounded
   */
  Conversation(
      Socket socket,
      StandInCertificate certificate,
      StandInIdentity identity,
      VisitRecorder recorder)
      throws IOException {
    this.socket = socket;
    this.certificate = certificate;
    this.identity = identity;
    this.recorder = recorder;
    InputStream stream = socket.getInputStream();
    // A second buffer would hide bytes from a later handshake.
    boolean buffered = stream instanceof BufferedInputStream;
    this.in = new ReceivedInput(buffered ? stream : new BufferedInputStream(stream), recorder);
    this.out = new SentOutput(socket.getOutputStream(), recorder);
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
  public StandInIdentity identity() {
    return identity;
  }

  @Override
  public void saw(String name, String text) {
    recorder.saw(name, text);
  }

  @Override
  public void again() {
    recorder.again();
  }

  @Override
  public Caller startTls(UnaryOperator<Socket> framing, String... alpn) throws IOException {
    Socket framed = framing.apply(socket);
    boolean packed = framed != socket;
    SSLSocket secured =
        (SSLSocket)
            certificate
                .context()
                .getSocketFactory()
                .createSocket(framed, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    if (packed) {
      secured.setEnabledProtocols(PACKED);
    }
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setSNIMatchers(List.of(new Onlooker(recorder)));
    secured.setSSLParameters(parameters);
    // A caller that offers only others is served anyway.
    secured.setHandshakeApplicationProtocolSelector(
        (handshake, offered) ->
            Arrays.stream(alpn).filter(offered::contains).findFirst().orElse(""));
    secured.startHandshake();
    if (!packed) {
      // A handshake inside packets is part of the protocol.
      recorder.secured();
    }
    Conversation behind = new Conversation(secured, certificate, identity, recorder);
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
    private final VisitRecorder recorder;

    ReceivedInput(InputStream in, VisitRecorder recorder) {
      super(in);
      this.recorder = recorder;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        recorder.received();
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        recorder.received();
      }
      return count;
    }

    /** The framework closes the connection. */
    @Override
    public void close() {}
  }

  /** Reports sent bytes to the log. */
  private static final class SentOutput extends FilterOutputStream {
    private final VisitRecorder recorder;

    SentOutput(OutputStream out, VisitRecorder recorder) {
      super(out);
      this.recorder = recorder;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      recorder.answered();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      recorder.answered();
    }

    /** The framework closes the connection. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Records the name in SNI (RFC 6066 §3), even if the handshake fails; accepts any. */
  private static final class Onlooker extends SNIMatcher {
    private final VisitRecorder recorder;

    Onlooker(VisitRecorder recorder) {
      super(StandardConstants.SNI_HOST_NAME);
      this.recorder = recorder;
    }

    @Override
    public boolean matches(SNIServerName name) {
      recorder.saw("tls.server-name", new String(name.getEncoded(), StandardCharsets.US_ASCII));
      return true;
    }
  }
}
