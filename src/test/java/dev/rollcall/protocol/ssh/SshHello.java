package dev.rollcall.protocol.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What an SSH server says first: its identification, and its offer of algorithms. */
public final class SshHello {
  private SshHello() {}

  /** With that software, such as {@code OpenSSH_9.2}. */
  public static byte[] of(String software) {
    byte[] line = ("SSH-2.0-" + software + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] offer = Packets.packet(new KeyExchange().init());
    return ByteBuffer.allocate(line.length + offer.length).put(line).put(offer).array();
  }
}
