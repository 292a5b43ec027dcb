package dev.rollcall.hostile;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a hostile server does; each is one run of the matrix, with all protocols. */
enum Behaviour {
  /** Accepts, reads, and never answers. */
  SILENT,
  /** Closes in order as soon as it has accepted. */
  CLOSE,
  /** Resets as soon as it has accepted. */
  RESET,
  CLOSE_AFTER_PAYLOAD,
  RESET_AFTER_PAYLOAD,
  GARBAGE,
  /** One line without an end. */
  ENDLESS_LINE,
  /** Lines without an end. */
  ENDLESS_LINES,
  /** One byte a second. */
  DRIP,
  /** An answer that begins well and announces 1 GiB. */
  HUGE_LENGTH,
  /** What a real server sends, up to its first byte, and then nothing. */
  VALID_FIRST_BYTE,
  VALID_QUARTER,
  VALID_HALF,
  VALID_THREE_QUARTERS,
  /** The same inside a TLS session that was opened well, where the protocol has one. */
  INSIDE_SILENT,
  INSIDE_GARBAGE,
  INSIDE_ENDLESS,
  INSIDE_DRIP,
  INSIDE_HUGE_LENGTH,
  /** LDAP values without content, header fields, reply lines: many small things in one answer. */
  INSIDE_CRUMBS,
  /** The same from 80 directory servers and some others at once. */
  INSIDE_CRUMBS_CROWD,
  FLOOD_ALERTS,
  FLOOD_HELLO_REQUESTS,
  FLOOD_EMPTY_RECORDS,
  FLOOD_KEY_UPDATES,
  FLOOD_TICKETS,
  /** The handshake in records of one byte. */
  FRAGMENTS,
  RENEGOTIATIONS,
  /** 16 MB, 1,000 names of 200 bytes, a name of 64 KiB, 100 certificates. */
  CERTIFICATES_TOO_LARGE,
  /** 1,000 names, ten certificates, ten that issued one another, an RSA key of 16,384 bits. */
  CERTIFICATES_COSTLY,
  /** An unknown curve, control characters, no certificate, bytes that are none. */
  CERTIFICATES_BROKEN;

  /** How many rules of that protocol there are; each is served in a way of its own. */
  int variants(Part part) {
    if (this == INSIDE_CRUMBS_CROWD) {
      return part == Part.LDAPS ? 80 : part == Part.HTTPS || part == Part.HTTP ? 16 : 1;
    }
    return name().startsWith("CERTIFICATES") && !part.udp() ? 4 : 1;
  }

  boolean insideTls() {
    return name().startsWith("INSIDE");
  }

  /** How much of a real server's answer passes; negative if none is asked. */
  int percent() {
    return switch (this) {
      case VALID_FIRST_BYTE -> 0;
      case VALID_QUARTER -> 25;
      case VALID_HALF -> 50;
      case VALID_THREE_QUARTERS -> 75;
      default -> -1;
    };
  }

  /**
   * Whether what comes before the misbehaviour proves the destination, as the protocol is probed: a
   * status line or a TLS handshake proves a port of unknown protocol, and under a trusted
   * certificate the head of an answer proves HTTPS.
   */
  boolean proves(Part part) {
    boolean page = this == INSIDE_HUGE_LENGTH && part == Part.HTTPS;
    boolean line =
        percent() > 0 || name().startsWith("INSIDE_CRUMBS") || this == INSIDE_HUGE_LENGTH;
    return page || (part == Part.PORT && (line || this == RENEGOTIATIONS));
  }

  /** Serves one connection; {@code above} is inside TLS where there is TLS. */
  void serve(Socket below, Socket above, Part part) throws IOException, InterruptedException {
    OutputStream out = above.getOutputStream();
    switch (this) {
      case SILENT, INSIDE_SILENT -> Peer.drain(above);
      case CLOSE -> Peer.closeInOrder(above);
      case RESET -> Peer.reset(below);
      case CLOSE_AFTER_PAYLOAD -> {
        payload(above);
        Peer.closeInOrder(above);
      }
      case RESET_AFTER_PAYLOAD -> {
        payload(above);
        Peer.reset(below);
      }
      case GARBAGE, INSIDE_GARBAGE -> {
        out.write(Peer.garbage());
        out.flush();
        Peer.drain(above);
      }
      case ENDLESS_LINE -> endless(out, "A".repeat(8192));
      case ENDLESS_LINES, INSIDE_ENDLESS -> endless(out, ("A".repeat(62) + "\r\n").repeat(128));
      case DRIP, INSIDE_DRIP -> {
        for (byte each : Crumbs.slow(part)) {
          out.write(each);
          out.flush();
          Thread.sleep(1000);
        }
        Peer.drain(above);
      }
      case HUGE_LENGTH, INSIDE_HUGE_LENGTH -> {
        if (part != Part.SMTP && part != Part.SSH) {
          payload(above);
        }
        out.write(part.huge());
        out.flush();
        Peer.drain(above);
      }
      case INSIDE_CRUMBS, INSIDE_CRUMBS_CROWD -> {
        if (part != Part.SMTP && part != Part.SSH) {
          payload(above);
        }
        out.write(Crumbs.of(part));
        out.flush();
        Peer.drain(above);
      }
      default -> throw new AssertionError(this);
    }
  }

  private static void payload(Socket socket) throws IOException {
    if (socket.getInputStream().read(new byte[8192]) < 0) {
      throw new IOException("closed before a byte came");
    }
  }

  private static void endless(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(bytes);
    }
  }

  /**
   * The raw TLS of this behaviour, after the client's hello.
   *
   * @param trusted what the client trusts
   */
  void tls(RawTls tls, byte[] hello, int variant, TestAuthority.Leaf trusted) throws IOException {
    switch (this) {
      case FLOOD_ALERTS -> tls.flood(RawTls.ALERT, new byte[] {1, 10});
      case FLOOD_HELLO_REQUESTS -> tls.flood(RawTls.HANDSHAKE, new byte[4]);
      case FLOOD_EMPTY_RECORDS -> {
        tls.handshake(hello, trusted);
        tls.flood(RawTls.APPLICATION_DATA, new byte[0]);
      }
      case FLOOD_KEY_UPDATES -> {
        tls.handshake(hello, trusted);
        tls.floodKeyUpdates();
      }
      case FLOOD_TICKETS -> {
        tls.handshake(hello, trusted);
        tls.flood(RawTls.HANDSHAKE, Crumbs.ticket());
      }
      case FRAGMENTS -> {
        tls.fragments(1);
        tls.handshake(hello, trusted);
      }
      case CERTIFICATES_TOO_LARGE -> {
        tls.begin(hello);
        switch (variant) {
          case 0 -> tls.endlessCertificate();
          case 1 -> tls.certificate(HostileCertificates.names(1000, 200));
          case 2 -> tls.certificate(HostileCertificates.longNames(1 << 16));
          default -> tls.certificate(HostileCertificates.deep(100));
        }
        tls.finish(HostileCertificates.key());
      }
      case CERTIFICATES_COSTLY ->
          tls.handshake(
              hello,
              switch (variant) {
                case 0 -> HostileCertificates.names(1000, 20);
                case 1 -> HostileCertificates.deep(9);
                case 2 -> HostileCertificates.twins(9);
                default -> HostileCertificates.hugeAuthority(16_384);
              },
              HostileCertificates.key());
      case CERTIFICATES_BROKEN ->
          tls.handshake(
              hello,
              switch (variant) {
                case 0 -> HostileCertificates.oddCurve();
                case 1 -> HostileCertificates.longNames(12_000);
                case 2 -> List.of();
                default -> HostileCertificates.nonsense();
              },
              HostileCertificates.key());
      default -> throw new AssertionError(this);
    }
  }
}
