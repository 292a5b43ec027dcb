package dev.rollcall.probe;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * An open TCP connection of a {@link Session}. Every read ends at the session's deadline and within
 * its limit of bytes; closing is the session's.
 */
public final class Connection {
  private final Session session;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Connection(Session session, Socket socket) throws IOException {
    this.session = session;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    this.out = socket.getOutputStream();
  }

  /** Buffered; never closed by the caller. */
  public InputStream in() {
    return in;
  }

  public OutputStream out() {
    return out;
  }

  /** As the session's {@link Session#quotes}. */
  public Quotes quotes() {
    return session.quotes();
  }

  /**
   * The socket itself, for a library that needs one. Its reads keep the deadline and the limit;
   * bytes that {@link #in} has buffered are not in it.
   */
  public Socket socket() {
    return socket;
  }

  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Exactly that many bytes, or an {@link EOFException}. */
  public byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** The next bytes, at least one and at most this many. */
  public byte[] readSome(int most) throws IOException {
    byte[] buffer = new byte[most];
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException("closed without a byte");
    }
    return Arrays.copyOf(buffer, count);
  }

  /**
   * Waits for a byte, at most this long and never past the deadline; does not consume it.
   *
   * @return false if none came; true also at the end of the stream. What has come already is found,
   *     however short the time
   * @throws SocketTimeoutException if the session's own deadline passes
   */
  public boolean await(Duration most) throws IOException {
    try {
      socket.setSoTimeout(session.deadline().orAfter(most).socketTimeout());
      in.mark(1);
      if (in.read() >= 0) {
        in.reset();
      }
      return true;
    } catch (SocketTimeoutException e) {
      if (session.deadline().passed()) {
        throw e;
      }
      return in.available() > 0;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /**
   * One line, without LF or CRLF, as ISO 8859-1.
   *
   * @throws ProbeException MALFORMED, if there is no LF within that many bytes
   * @throws EOFException if the peer closes before
   */
  public String readLine(int most) throws IOException, ProbeException {
    return readLine(most, "");
  }

  /**
   * As {@link #readLine(int)}, for a line of a protocol whose lines begin in a way of their own:
   * one that begins so and is too long is UNEXPECTED, since the protocol is the right one.
   *
   * @param opening a regular expression for the first bytes; empty if any line may begin so
   */
  public String readLine(int most, String opening) throws IOException, ProbeException {
    return readLine(most, opening, connection -> {});
  }

  /** What is done before each byte of a line. */
  @FunctionalInterface
  public interface Wait {
    /** Waits as long as it likes, or throws. */
    void await(Connection connection) throws IOException, ProbeException;
  }

  /** As {@link #readLine(int, String)}, with more patience for a line that may come slowly. */
  public String readLine(int most, String opening, Wait wait) throws IOException, ProbeException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = read(wait); next != '\n'; next = read(wait)) {
      if (next < 0) {
        throw new EOFException("closed within a line");
      }
      if (line.size() >= most) {
        throw tooLong(most, opening, line.toByteArray());
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private int read(Wait wait) throws IOException, ProbeException {
    wait.await(this);
    return in.read();
  }

  private ProbeException tooLong(int most, String opening, byte[] line) {
    boolean ours =
        !opening.isEmpty()
            && Pattern.compile(opening)
                .matcher(new String(line, StandardCharsets.ISO_8859_1))
                .lookingAt();
    return new ProbeException(
        new Fault(
            session.phase(),
            ours ? FaultKind.UNEXPECTED : FaultKind.MALFORMED,
            (ours ? "a line is longer than the " : "no end of line within ")
                + most
                + (ours ? " bytes that Rollcall reads: " : " bytes: ")
                + session.quotes().bytes(line)));
  }

  /**
   * Starts TLS on this connection, with SNI for the target's name, and judges the certificate by
   * the session's policy. The phase is {@link Phase#TLS} during it and {@link Phase#EXCHANGE} after
   * it.
   *
   * @param alpn protocols to offer, may be none
   * @throws ProbeException if the certificate is not acceptable
   */
  public Connection startTls(String... alpn) throws IOException, ProbeException {
    return startTls(UnaryOperator.identity(), alpn);
  }

  /**
   * As {@link #startTls(String...)}, with the TLS records wrapped into another protocol's packets
   * (TDS).
   *
   * @param framing puts a socket around this connection's, whose streams pack and unpack
   */
  public Connection startTls(UnaryOperator<Socket> framing, String... alpn)
      throws IOException, ProbeException {
    session.enter(Phase.TLS);
    Socket secured =
        TlsHandshake.over(framing.apply(socket), session, session.target().host(), alpn);
    session.enter(Phase.EXCHANGE);
    return new Connection(session, secured);
  }
}
