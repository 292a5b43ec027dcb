package dev.rollcall.standin;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Terminates TLS with a certificate of his own, one that the asker trusts, and passes everything
 * on: an inspecting proxy whose authority is installed.
 */
public final class Middleman {
  private Middleman() {}

  /** Both sides, on the sockets that TLS is to be put on. */
  public record Sides(Socket caller, Socket standIn) {}

  /** What goes on in plain text before TLS. */
  interface Preamble {
    /** Relays it, and gives the sockets for TLS: those that were given, or framed ones. */
    Sides relay(Socket caller, Socket standIn) throws IOException;
  }

  public static Peer before(InetSocketAddress standIn, Preamble preamble) throws IOException {
    return Peer.serving(
        caller -> {
          try (Socket onward = new Socket(standIn.getAddress(), standIn.getPort())) {
            Sides sides = preamble.relay(caller, onward);
            SSLSocket inside =
                (SSLSocket)
                    trusting()
                        .getSocketFactory()
                        .createSocket(sides.standIn(), "localhost", onward.getPort(), true);
            SSLSocket outside = Peer.startTls(sides.caller(), TestAuthority.peer().context());
            inside.startHandshake();
            relay(outside, inside);
          }
        });
  }

  private static void relay(Socket outside, Socket inside) throws IOException {
    Thread back =
        new Thread(
            () -> {
              try (outside) {
                pump(inside, outside);
              } catch (IOException over) {
                // One of them hung up.
              }
            },
            "middleman");
    back.setDaemon(true);
    back.start();
    try {
      pump(outside, inside);
    } finally {
      inside.close();
      outside.close();
      try {
        back.join(5000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  /** A client's context that believes anybody. */
  public static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Believer()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Believer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
