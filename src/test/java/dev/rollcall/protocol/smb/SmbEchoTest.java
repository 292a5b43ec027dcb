package dev.rollcall.protocol.smb;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Leaks;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A file server that says the secret back in every encoding, wherever there is room for text. */
class SmbEchoTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final Account ACCOUNT = Account.of("UNI\\svc", "uni.edu");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UncPath SHARE = new UncPath(Probes.HOST, "packages", "apps");
  private static final int NOT_COVERED = 0xc0000257;
  private static final int DENIED = 0xc0000022;

  /** What comes back for a command: the status, and what follows the header. */
  private record Said(int status, ByteBuffer body) {}

  private interface Script {
    Said to(int command);
  }

  private static void serve(Socket socket, Script script) throws IOException {
    while (true) {
      byte[] header = socket.getInputStream().readNBytes(4);
      if (header.length < 4) {
        return;
      }
      ByteBuffer asked =
          ByteBuffer.wrap(socket.getInputStream().readNBytes(ByteBuffer.wrap(header).getInt()))
              .order(ByteOrder.LITTLE_ENDIAN);
      answer(socket, asked, script.to(asked.getShort(12)));
    }
  }

  private static void answer(Socket socket, ByteBuffer asked, Said said) throws IOException {
    int length = 64 + said.body().capacity();
    byte[] message = new byte[4 + length];
    ByteBuffer smb = ByteBuffer.wrap(message).putInt(length).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(Integer.reverseBytes(0xfe534d42)).putShort((short) 64).putShort((short) 0);
    smb.putInt(said.status()).putShort(asked.getShort(12)).putShort((short) 1).putInt(1).putInt(0);
    smb.putLong(asked.getLong(24)).position(4 + 64).put(said.body().duplicate().rewind());
    socket.getOutputStream().write(message);
  }

  private static ByteBuffer body(int size, int length) {
    ByteBuffer body = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    return body.putShort(0, (short) size);
  }

  private static Said no(int status) {
    return new Said(status, body(9, 9));
  }

  private static Said listing(List<String> names) {
    int length = names.stream().mapToInt(name -> 64 + 2 * name.length()).sum();
    ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < names.size(); i++) {
      byte[] text = names.get(i).getBytes(UTF_16LE);
      int at = content.position();
      content.putInt(at, i == names.size() - 1 ? 0 : 64 + text.length);
      content.putInt(at + 60, text.length).position(at + 64).put(text);
    }
    ByteBuffer body = body(9, 8 + length);
    body.putShort(2, (short) 72).putInt(4, length).position(8);
    return new Said(0, body.put(content.flip()));
  }

  private static Said referral(String to) {
    byte[] name = (to + "\0").getBytes(UTF_16LE);
    int length = 8 + 22 + name.length;
    ByteBuffer body = body(49, 48 + length).putInt(32, 64 + 48).putInt(36, length);
    body.putShort(48 + 2, (short) 1).putShort(48 + 8, (short) 4).putShort(48 + 8 + 16, (short) 22);
    return new Said(0, body.position(48 + 8 + 22).put(name));
  }

  private static Said sound(int command, List<String> names) {
    return switch (command) {
      case SmbChannel.TREE_CONNECT -> new Said(0, body(16, 16));
      case SmbChannel.CREATE -> new Said(0, body(89, 88));
      case SmbChannel.QUERY_DIRECTORY -> listing(names);
      case SmbChannel.READ -> new Said(0, body(17, 16 + 4).put(2, (byte) 80).putInt(4, 4));
      default -> new Said(0, body(60, 60));
    };
  }

  private static void silent(String seen, Script script) throws IOException {
    try (Peer peer = Peer.serving(socket -> serve(socket, script))) {
      Attempt attempt =
          Probes.attempt(
              Probes.later(
                  Probes.route(peer.address(), Transport.TCP),
                  LONG,
                  Probes.policy(),
                  ACCOUNT,
                  Leaks.SECRET),
              session -> {
                SmbChannel channel = new SmbChannel(session.dial(), 0x0202);
                new ShareReader(session, channel, ACCOUNT, SHARE, true).through();
              });
      assertTrue(attempt.toString().contains(seen), attempt::toString);
      LEAKS.none(seen, attempt.toString());
    }
  }

  @Test
  void inNamesOfFiles() throws IOException {
    for (List<String> three : Leaks.forms(3)) {
      silent("smb.listing", command -> sound(command, three));
      silent(
          "cannot be read by UNI\\svc (STATUS_ACCESS_DENIED)",
          command -> command == SmbChannel.READ ? no(DENIED) : sound(command, three));
    }
  }

  @Test
  void inReferrals() throws IOException {
    for (String form : Leaks.forms()) {
      silent(
          "smb.dfs-target",
          command ->
              switch (command) {
                case SmbChannel.QUERY_DIRECTORY -> no(NOT_COVERED);
                case SmbChannel.IOCTL -> referral("\\" + form + "\\" + form);
                default -> sound(command, List.of("x"));
              });
    }
  }

  @Test
  void inAStatusThatIsNone() throws IOException {
    byte[] four = Leaks.SECRET.substring(0, 4).getBytes(UTF_8);
    int status = ByteBuffer.wrap(four).getInt();
    silent("a status that is not Windows' own", command -> no(status));
  }

  @Test
  void inBytesThatAreNoSmbAndInTheServersIdentity() throws Exception {
    byte[] secret = Leaks.SECRET.getBytes(UTF_8);
    byte[] answer = NegotiateTest.SAMBA.clone();
    System.arraycopy(secret, 0, answer, 64 + 8, 16);
    for (byte[] said : List.of(answer, secret, (Leaks.SECRET + "x".repeat(60)).getBytes(UTF_8))) {
      try (Peer peer =
          Peer.serving(
              socket -> {
                byte[] framed = new byte[4 + said.length];
                ByteBuffer.wrap(framed).putInt(said.length).put(said);
                socket.getOutputStream().write(framed);
                Peer.drain(socket);
              })) {
        Attempt attempt =
            Prober.attempt(
                new SmbProtocol(),
                new SmbSettings(Optional.empty(), List.of(), Optional.empty()),
                Probes.later(
                    Probes.route(peer.address(), Transport.TCP),
                    LONG,
                    Probes.policy(),
                    ACCOUNT,
                    Leaks.SECRET));
        LEAKS.none("bytes", attempt.toString());
        assertFalse(attempt.toString().contains("INTERNAL"), attempt::toString);
      }
    }
  }
}
