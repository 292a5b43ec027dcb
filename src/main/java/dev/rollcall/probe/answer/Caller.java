package dev.rollcall.probe.answer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.UnaryOperator;

/**
 * A client of a stand-in. Every read has a time limit and a limit of bytes; the framework closes
 * it.
 */
public interface Caller {
  /** Buffered, bounded in bytes and in time. */
  InputStream in();

  OutputStream out();

  /** The stand-in's identity. */
  StandInIdentity identity();

  /**
   * Records something that the caller sent, for the stand-in's log: the path asked for, the name in
   * a greeting. Never anything of an authentication.
   *
   * @param name dotted, led by the protocol: {@code http.request}
   * @param text made safe and cut by the framework
   */
  void saw(String name, String text);

  /**
   * What comes from here on is a visit of its own in the log: the next request on a connection that
   * is kept. To be called when that request has begun to come.
   */
  void again();

  /**
   * Makes the TLS handshake of a server on this connection.
   *
   * @param framing puts a socket around the connection's, whose streams pack and unpack TLS records
   *     into another protocol's packets (TDS), and TLS is 1.2 then; the identity for plain TLS
   * @param alpn the protocols to agree to, the best first; none is agreed to where the caller
   *     offers no one of them
   * @return the caller, behind TLS
   */
  Caller startTls(UnaryOperator<Socket> framing, String... alpn) throws IOException;

  default Caller startTls(String... alpn) throws IOException {
    return startTls(UnaryOperator.identity(), alpn);
  }

  default void write(byte[] bytes) throws IOException {
    out().write(bytes);
    out().flush();
  }

  /** Exactly that many bytes, or an {@link EOFException}. */
  default byte[] read(int count) throws IOException {
    byte[] bytes = in().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }
}
