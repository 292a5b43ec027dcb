package dev.rollcall.protocol.ssh;

import dev.rollcall.protocol.ssh.Packets.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The algorithms that a server's KEXINIT offers (RFC 4253 §7.1), beside those that OpenSSH's client
 * offers by default: the union of releases 9.2 and 10.0 ({@code KEX_CLIENT} and its neighbours in
 * {@code myproposal.h}). {@code ssh -Q} lists more than these.
 */
record ServerOffer(
    List<String> methods,
    List<String> hostKeys,
    List<String> ciphersToServer,
    List<String> ciphersToClient,
    List<String> macsToServer,
    List<String> macsToClient) {
  private static final Set<String> METHODS =
      Set.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521",
          "diffie-hellman-group-exchange-sha256",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group14-sha256");

  private static final Set<String> HOST_KEYS =
      Set.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "sk-ssh-ed25519-cert-v01@openssh.com",
          "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com",
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");

  /** They authenticate their own packets, so that no MAC is agreed on (RFC 5647 §5.1). */
  private static final Set<String> SEALING_CIPHERS =
      Set.of("chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com");

  private static final Set<String> OTHER_CIPHERS = Set.of("aes128-ctr", "aes192-ctr", "aes256-ctr");

  private static final Set<String> MACS =
      Set.of(
          "umac-64-etm@openssh.com",
          "umac-128-etm@openssh.com",
          "hmac-sha2-256-etm@openssh.com",
          "hmac-sha2-512-etm@openssh.com",
          "hmac-sha1-etm@openssh.com",
          "umac-64@openssh.com",
          "umac-128@openssh.com",
          "hmac-sha2-256",
          "hmac-sha2-512",
          "hmac-sha1");

  /** Signals in the place of key exchange methods (RFC 8308 §2.1, OpenSSH's PROTOCOL §1.10). */
  private static final Set<String> SIGNALS = Set.of("ext-info-s", "kex-strict-s-v00@openssh.com");

  private static final int COOKIE = 16;

  ServerOffer {
    methods = List.copyOf(methods);
    hostKeys = List.copyOf(hostKeys);
    ciphersToServer = List.copyOf(ciphersToServer);
    ciphersToClient = List.copyOf(ciphersToClient);
    macsToServer = List.copyOf(macsToServer);
    macsToClient = List.copyOf(macsToClient);
  }

  /**
   * Reads a payload.
   *
   * @throws ProtocolException if it is not a KEXINIT
   */
  static ServerOffer read(byte[] payload) throws ProtocolException {
    if (payload[0] != Packets.KEXINIT || payload.length < 1 + COOKIE) {
      throw new ProtocolException();
    }
    ByteBuffer rest = ByteBuffer.wrap(payload).position(1 + COOKIE);
    return new ServerOffer(
        names(rest), names(rest), names(rest), names(rest), names(rest), names(rest));
  }

  private static List<String> names(ByteBuffer from) throws ProtocolException {
    String names = new String(Packets.string(from), StandardCharsets.US_ASCII);
    return Arrays.stream(names.split(",", -1))
        .filter(name -> !name.isEmpty() && !SIGNALS.contains(name))
        .toList();
  }

  /**
   * A list that has nothing in common with a current client's.
   *
   * @param what such as {@code cipher}
   * @param offered what the server has instead, as it wrote it
   */
  record Gap(String what, List<String> offered) {
    Gap {
      offered = List.copyOf(offered);
    }
  }

  /** Why a current client finds no common algorithms; empty if it finds some. */
  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    if (apart(methods, METHODS)) {
      gaps.add(new Gap("key exchange method", methods));
    }
    if (apart(hostKeys, HOST_KEYS)) {
      gaps.add(new Gap("host key type", hostKeys));
    }
    boolean cipherTo = lacksCipher(ciphersToServer);
    boolean cipherFrom = lacksCipher(ciphersToClient);
    gaps.addAll(gaps("cipher", cipherTo, ciphersToServer, cipherFrom, ciphersToClient));
    boolean macTo = apart(ciphersToServer, SEALING_CIPHERS) && apart(macsToServer, MACS);
    boolean macFrom = apart(ciphersToClient, SEALING_CIPHERS) && apart(macsToClient, MACS);
    gaps.addAll(gaps("MAC", macTo, macsToServer, macFrom, macsToClient));
    return gaps;
  }

  private static boolean lacksCipher(List<String> ciphers) {
    return apart(ciphers, SEALING_CIPHERS) && apart(ciphers, OTHER_CIPHERS);
  }

  private static boolean apart(List<String> offered, Set<String> ours) {
    return Collections.disjoint(offered, ours);
  }

  /** Of both directions, which are one gap if they are the same. */
  private static List<Gap> gaps(
      String what, boolean to, List<String> toServer, boolean from, List<String> toClient) {
    if (to && from && toServer.equals(toClient)) {
      return List.of(new Gap(what, toServer));
    }
    List<Gap> gaps = new ArrayList<>();
    if (to) {
      gaps.add(new Gap(what + " from client to server", toServer));
    }
    if (from) {
      gaps.add(new Gap(what + " from server to client", toClient));
    }
    return gaps;
  }
}
