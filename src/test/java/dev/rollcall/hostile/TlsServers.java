package dev.rollcall.hostile;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.tls.JavaTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;

/**
 * Servers about which one Java differs from the next, or from curl. {@link #main} asks each and
 * prints what came of it: {@link JavaVersionsTest} runs it on every Java at hand.
 */
enum TlsServers {
  /** Does not know the name, warns, and goes on; and has TLS_RSA only. */
  WARNS_AND_HAS_RSA_ONLY {
    @Override
    void serve(Socket socket) throws IOException {
      socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 1, 112});
      SSLContext context = TestAuthority.shared().rsaLeaf(Probes.HOST).context();
      old(socket, context, "TLS_RSA_WITH_AES_128_GCM_SHA256");
    }
  },
  SIGNS_WITH_SHA1 {
    @Override
    void serve(Socket socket) throws IOException {
      old(socket, TestAuthority.peer().context(), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
  },
  NAMES_MANY_AUTHORITIES {
    @Override
    void serve(Socket socket) throws IOException {
      RawTls tls = new RawTls(socket);
      tls.begin(tls.hello());
      tls.say(13, request(400));
      tls.certificate(chain(1));
      tls.finish(TestAuthority.peer().key());
      Peer.drain(socket);
    }
  },
  SENDS_TWELVE_CERTIFICATES {
    @Override
    void serve(Socket socket) throws IOException {
      RawTls tls = new RawTls(socket);
      tls.handshake(tls.hello(), chain(12), TestAuthority.peer().key());
      Peer.drain(socket);
    }
  },
  DEMANDS_A_CERTIFICATE {
    @Override
    void serve(Socket socket) throws IOException {
      // Otherwise the reset overtakes the alert.
      socket.setTcpNoDelay(true);
      RawTls tls = new RawTls(socket);
      tls.begin(tls.hello());
      tls.say(13, request(1));
      tls.certificate(chain(1));
      tls.finish(TestAuthority.peer().key());
      tls.send(RawTls.ALERT, new byte[] {2, 116});
      // What the client sent is not read, so that its next write meets a reset.
      Peer.reset(socket);
      CUT.countDown();
    }
  },
  KNOWS_NO_SUCH_NAME {
    @Override
    void serve(Socket socket) throws IOException {
      refuse(socket, 112);
    }
  },
  SENDS_AN_ALERT_OF_NO_STANDARD {
    @Override
    void serve(Socket socket) throws IOException {
      refuse(socket, 200);
    }
  },
  HAS_OLD_VERSIONS_ONLY {
    @Override
    void serve(Socket socket) throws IOException {
      refuse(socket, 70);
    }
  };

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final CountDownLatch CUT = new CountDownLatch(1);

  abstract void serve(Socket socket) throws IOException;

  /** Prints a line for each server. */
  public static void main(String[] args) throws IOException {
    // The servers' side, which is Java's as well.
    System.setProperty("jdk.tls.server.SignatureSchemes", "ecdsa_sha1");
    JavaTls.prepare();
    for (TlsServers one : values()) {
      try (Peer peer = Peer.serving(one::serve)) {
        Attempt attempt =
            Probes.attempt(
                Probes.session(peer, LONG),
                session -> {
                  Connection secured = session.dial().startTls();
                  if (one == DEMANDS_A_CERTIFICATE) {
                    await();
                    secured.write(new byte[] {1});
                    secured.write(new byte[] {1});
                    secured.read(1);
                  }
                });
        System.out.println(one + ": " + text(attempt.outcome()));
      }
    }
  }

  private static void await() throws IOException {
    try {
      if (!CUT.await(10, TimeUnit.SECONDS)) {
        throw new IOException("the server never cut the connection");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.fault().cause() + " " + failed.fault().evidence();
    }
    List<String> all = new ArrayList<>();
    outcome.observations().stream()
        .filter(Observation.Note.class::isInstance)
        .map(Observation.Note.class::cast)
        .forEach(note -> all.add("note: " + note.text()));
    outcome.concerns().forEach(concern -> all.add(concern.kind() + ": " + concern.text()));
    return "answered; " + String.join("; ", all);
  }

  private static void old(Socket socket, SSLContext context, String suite) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.setEnabledProtocols(new String[] {"TLSv1.2"});
    secured.setEnabledCipherSuites(new String[] {suite});
    secured.startHandshake();
    Peer.drain(secured);
  }

  private static void refuse(Socket socket, int alert) throws IOException {
    if (socket.getInputStream().read(new byte[4096]) > 0) {
      socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
    }
    Peer.closeInOrder(socket);
  }

  /** The leaf, and the root as often as is needed. */
  private static List<byte[]> chain(int length) throws IOException {
    try {
      List<byte[]> chain = new ArrayList<>();
      chain.add(TestAuthority.peer().certificate().getEncoded());
      chain.addAll(Collections.nCopies(length - 1, TestAuthority.shared().root().getEncoded()));
      return chain;
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
  }

  /** CertificateRequest (RFC 8446 §4.3.2) with that many names of authorities. */
  private static byte[] request(int authorities) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (int i = 0; i < authorities; i++) {
      byte[] name =
          new X500Principal(
                  "CN=Root certificate authority "
                      + i
                      + ",OU=Trust centre of the branch,O="
                      + "Organisation of the authority,C=DE")
              .getEncoded();
      names.writeBytes(ByteBuffer.allocate(2).putShort((short) name.length).array());
      names.writeBytes(name);
    }
    int length = names.size();
    return ByteBuffer.allocate(1 + 2 + 8 + 4 + 2 + length)
        .put((byte) 0)
        .putShort((short) (8 + 4 + 2 + length))
        .putShort((short) 13)
        .putShort((short) 4)
        .putShort((short) 2)
        .putShort((short) 0x0403)
        .putShort((short) 47)
        .putShort((short) (2 + length))
        .putShort((short) length)
        .put(names.toByteArray())
        .array();
  }
}
