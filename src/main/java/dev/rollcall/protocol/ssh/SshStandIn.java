package dev.rollcall.protocol.ssh;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that sends its host key and disconnects before encryption, so that no client reaches a
 * login.
 */
final class SshStandIn implements StandIn.Streams {
  /** RFC 4253 §4.2: neither white space nor a hyphen may be in a software's version. */
  static final String IDENTIFICATION = "SSH-2.0-" + StandInMark.TEXT.replaceAll("[ -]", "_");

  /** RFC 4253 §4.2: 255 characters with CR and LF. */
  private static final int LONGEST = 255;

  private static final int MOST_PACKETS = 8;

  /** SSH_DISCONNECT_KEY_EXCHANGE_FAILED, SSH_DISCONNECT_BY_APPLICATION (RFC 4253 §11.1). */
  private static final int NOTHING_IN_COMMON = 3;

  private static final int BY_APPLICATION = 11;

  /** What {@link #serve} notes of a visit. */
  static final VisitFacts FACTS = new VisitFacts("", "ssh.client", "", "");

  private static final Pattern CLIENT = Pattern.compile("(?s)SSH-(2\\.0|1\\.99)-([^ ]*)(?: (.*))?");
  private static final Pattern CHALLENGE = Pattern.compile("([0-9a-f]{2}){32}");

  private final KeyExchange exchange = new KeyExchange();

  @Override
  public void serve(Caller caller) throws IOException {
    caller.write((IDENTIFICATION + "\r\n").getBytes(StandardCharsets.US_ASCII));
    String theirs = identification(caller.in());
    Matcher parts = CLIENT.matcher(theirs);
    if (!parts.matches()) {
      return;
    }
    caller.saw(FACTS.agent(), parts.group(2));
    Optional<byte[]> proof =
        Optional.ofNullable(parts.group(3))
            .filter(CHALLENGE.asMatchPredicate())
            .flatMap(hex -> caller.identity().proof(HexFormat.of().parseHex(hex), false));
    if (proof.isPresent()) {
      caller.write(Packets.disconnect(BY_APPLICATION, HexFormat.of().formatHex(proof.get())));
    } else {
      showKey(caller, theirs);
    }
    // Closing with unread bytes resets the connection, and the last packet may be lost.
    caller.in().transferTo(OutputStream.nullOutputStream());
  }

  private void showKey(Caller caller, String theirs) throws IOException {
    byte[] ourInit = exchange.init();
    caller.write(Packets.packet(ourInit));
    byte[] theirInit = next(caller, Packets.KEXINIT);
    KeyExchange.Offer offer = KeyExchange.Offer.read(theirInit);
    if (!offer.agreed()) {
      caller.write(
          Packets.disconnect(
              NOTHING_IN_COMMON,
              StandInMark.TEXT + ": it has an Ed25519 key, and curve25519-sha256"));
      return;
    }
    if (offer.skip()) {
      Packets.read(caller.in());
    }
    byte[] heading =
        new Packets.Writer()
            .string(theirs)
            .string(IDENTIFICATION)
            .string(theirInit)
            .string(ourInit)
            .bytes();
    byte[] reply = exchange.reply(heading, next(caller, Packets.KEX_ECDH_INIT));
    caller.out().write(Packets.packet(reply));
    caller.write(
        Packets.disconnect(
            BY_APPLICATION, StandInMark.TEXT + ": the path is open, no login is possible"));
  }

  /** The next packet of this type; skips a few others, such as SSH_MSG_IGNORE. */
  private static byte[] next(Caller caller, int type) throws IOException {
    for (int packet = 0; packet < MOST_PACKETS; packet++) {
      byte[] payload = Packets.read(caller.in());
      if (payload[0] == type) {
        return payload;
      }
    }
    throw new Packets.ProtocolException();
  }

  /** The first line, without LF or CRLF. */
  private static String identification(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() >= LONGEST) {
        throw new EOFException();
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
