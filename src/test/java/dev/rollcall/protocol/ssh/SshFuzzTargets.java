package dev.rollcall.protocol.ssh;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.path.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is read of SSH servers, and of those who call a stand-in for one. */
public final class SshFuzzTargets {
  private static final byte[] BANNER = ascii("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
  private static final byte[] STAND_IN = ascii(SshStandIn.IDENTIFICATION + "\r\n");

  private SshFuzzTargets() {}

  public static List<FuzzTarget> all() {
    KeyExchange exchange = new KeyExchange();
    byte[] kexInit = exchange.init();
    byte[] kexEcdh = new Packets.Writer().type(Packets.KEX_ECDH_INIT).string(point()).bytes();
    return List.of(
        FuzzTarget.of("ssh.probe", SshFuzzTargets::probe)
            .seed(BANNER, ascii("hello\r\nSSH-1.99-x\n"), ascii("HTTP/1.1 400 Bad\r\n\r\n"))
            .seed(join(BANNER, Packets.packet(kexInit)), ascii("Exceeded MaxStartups\r\n"))
            .seed(join(STAND_IN, Packets.disconnect(11, "ab".repeat(32))))
            .tokens("SSH-", "SSH-2.0-", "\r\n", "\n")
            .inputs(1500)
            .covers(SshProtocol.class, Identification.class),
        FuzzTarget.of("ssh.packet", SshFuzzTargets::packet)
            .seed(Packets.disconnect(2, "bye"), Packets.packet(kexInit))
            .covers(Packets.class),
        FuzzTarget.of("ssh.server-offer", input -> ServerOffer.read(payload(input)).gaps())
            .seed(kexInit)
            .tokens("ssh-ed25519", ",", ",,")
            .inputs(1000)
            .covers(ServerOffer.class),
        FuzzTarget.of("ssh.key-exchange-offer", SshFuzzTargets::offer)
            .seed(kexInit)
            .tokens("curve25519-sha256", "ssh-ed25519", ",", ",,")
            .covers(KeyExchange.class),
        FuzzTarget.of(
                "ssh.key-exchange", input -> exchange.reply(new byte[0], payload(input)).length)
            .seed(kexEcdh)
            .inputs(1000)
            .covers(KeyExchange.class),
        FuzzTarget.of("ssh.stand-in", SshFuzzTargets::standIn)
            .seed(join(BANNER, join(Packets.packet(kexInit), Packets.packet(kexEcdh))))
            .seed(ascii("SSH-2.0-Rollcall " + "ab".repeat(32) + "\r\n"))
            .inputs(1000)
            .covers(SshStandIn.class));
  }

  private static Object probe(byte[] input) {
    return Conversations.probe(new SshProtocol(), new SshSettings(), Transport.TCP, input);
  }

  private static Object packet(byte[] input) throws IOException {
    return Packets.disconnected(Packets.read(new ByteArrayInputStream(input)));
  }

  private static Object offer(byte[] input) throws IOException {
    return KeyExchange.Offer.read(payload(input));
  }

  /** As it comes out of a packet, which has a byte at least. */
  private static byte[] payload(byte[] input) throws IOException {
    return Packets.read(new ByteArrayInputStream(Packets.packet(input)));
  }

  private static Object standIn(byte[] input) throws IOException {
    return ScriptedCaller.answers(new SshStandIn(), input);
  }

  /** A public key of X25519: any 32 bytes are one. */
  private static byte[] point() {
    byte[] point = new byte[32];
    point[0] = 9;
    return point;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
