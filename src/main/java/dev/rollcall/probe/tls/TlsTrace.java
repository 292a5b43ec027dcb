package dev.rollcall.probe.tls;

import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** What one connection showed of TLS: on the wire, and to Java's TLS. */
public final class TlsTrace {
  private final TlsRecords records;
  private final ClientKeys keys = new ClientKeys();
  private final List<String> alpn;
  private final boolean direct;
  private long whole = Long.MAX_VALUE;

  /**
   * Java's TLS socket; in Java 17 its finalizer closes the connection, which is still looked at.
   */
  @SuppressWarnings("UnusedVariable") // held, so that it is not finalized
  private Optional<SSLSocket> kept = Optional.empty();

  /**
   * @param direct whether TLS comes first, and nothing was received before it
   * @param alpn what is offered by ALPN
   */
  public TlsTrace(Socket socket, boolean direct, String... alpn) {
    this.records = new TlsRecords(socket);
    this.direct = direct;
    this.alpn = List.of(alpn);
  }

  public TlsRecords records() {
    return records;
  }

  /**
   * What the peer said in the place of a TLS handshake, its first bytes, at most 200; empty if it
   * said nothing, or TLS.
   */
  public byte[] insteadOfTls() {
    return records.noTls() ? records.foreign() : new byte[0];
  }

  public ServerFlight flight() {
    return records.flight();
  }

  public ClientKeys keys() {
    return keys;
  }

  public List<String> alpn() {
    return alpn;
  }

  public boolean direct() {
    return direct;
  }

  /** Keeps Java's TLS socket from being finalized as long as there is this trace. */
  public void keep(SSLSocket secured) {
    kept = Optional.of(secured);
  }

  /** The handshake is over, as this side sees it. */
  public void complete() {
    whole = records.received();
  }

  /** Whether the server asked for a client certificate. */
  public boolean certificateRequested() {
    return keys.asked() || flight().certificateRequested();
  }

  /** Whether a byte has come since the handshake was over for this side. */
  boolean wentOn() {
    return records.received() > whole;
  }
}
