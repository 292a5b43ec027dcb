package dev.rollcall.protocol.smb;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Repair;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What is read of file servers, and of those who call a stand-in for one. */
@SuppressWarnings("ByteBufferBackingArray") // body() allocates it
public final class SmbFuzzTargets {
  private static final HexFormat HEX = HexFormat.of();
  private static final UncPath UNC = new UncPath(Conversations.HOST, "packages", "a\\b");
  private static final SmbSettings SETTINGS =
      new SmbSettings(
          Optional.of("uni.edu"), List.of("files1.uni.edu"), Optional.of(UNC.toString()));
  private static final byte[] NEGOTIATE = NegotiateTest.SAMBA;

  /** NTLM's challenge (MS-NLMP §2.2.1.2), in SPNEGO and by itself. */
  private static final byte[] NTLM = ntlm();

  private static final byte[] CHALLENGE =
      der(
          0xa1,
          der(
              0x30,
              der(0xa0, HEX.parseHex("0a0101")),
              der(0xa1, der(6, Negotiate.NTLM)),
              der(0xa2, der(4, NTLM))));

  private SmbFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("smb.negotiate", SmbFuzzTargets::negotiate)
            .seed(NEGOTIATE, HEX.parseHex("ff534d4272000000009803c8"))
            .mayThrow(ProbeException.class)
            .covers(Negotiate.class, NegotiatedTerms.class, PreauthSalt.class),
        FuzzTarget.of("smb.probe", SmbFuzzTargets::probe)
            .seed(framed(NEGOTIATE), HEX.parseHex("83000001820000"))
            .repairedBy(Repair::frame)
            .inputs(2000)
            .covers(SmbProtocol.class),
        FuzzTarget.of("smb.login", SmbFuzzTargets::login)
            .seed(accepting(new byte[0]), accepting(CHALLENGE))
            .mayThrow(ProbeException.class)
            .inputs(400)
            .covers(Ntlm.class, SmbChannel.class, SmbLogin.class),
        FuzzTarget.of("smb.conversation", SmbFuzzTargets::conversation)
            .seed(accepting(CHALLENGE), framed(NEGOTIATE))
            .inputs(300)
            .covers(SmbProtocol.class),
        FuzzTarget.of("smb.ntlm-token", SmbFuzzTargets::token)
            .seed(CHALLENGE, NTLM)
            .tokens("NTLMSSP\0")
            .mayThrow(ProbeException.class)
            .inputs(400)
            .covers(Ntlm.class),
        FuzzTarget.of("smb.share", SmbFuzzTargets::share)
            .seed(walk(listing()), led())
            .mayThrow(ProbeException.class)
            .upTo(16 << 10)
            .covers(SmbShare.class, ShareReader.class, SmbChannel.class),
        FuzzTarget.of("smb.referral", input -> DfsReferral.targets(UNC, input))
            .seed(referral())
            .mayThrow(ProbeException.class)
            .covers(DfsReferral.class),
        FuzzTarget.of("smb.sealed", SmbFuzzTargets::open)
            .seed(
                seal(SmbEncryption.CCM).seal(NEGOTIATE, 7),
                seal(SmbEncryption.GCM).seal(NEGOTIATE, 7))
            .mayThrow(ProbeException.class)
            .covers(SmbEncryption.class, SmbKeys.class),
        FuzzTarget.of("smb.unc", input -> UncPath.parse(new String(input, StandardCharsets.UTF_8)))
            .seed("\\\\files.uni.edu\\packages\\a\\b", "\\\\h\\s")
            .tokens("\\", "\\\\", "/")
            .covers(UncPath.class),
        FuzzTarget.of("smb.stand-in", input -> ScriptedCaller.answers(new SmbStandIn(), input))
            .seed(Negotiate.request(Optional.of(new byte[32])), Negotiate.requestSmb1(), logins())
            .tokens("\2SMB 2.???\0", "\2SMB 2.002\0")
            .covers(SmbStandIn.class, NegotiateAnswer.class));
  }

  private static Object negotiate(byte[] input) throws ProbeException {
    Negotiate answer = Negotiate.parse(input);
    NegotiatedTerms terms = new NegotiatedTerms(new byte[0], input);
    return answer.dialect() + terms.cipher() + Negotiate.proof(input).isPresent();
  }

  private static Object probe(byte[] input) {
    return Conversations.probe(new SmbProtocol(), SETTINGS, Transport.TCP, input);
  }

  private static Object login(byte[] input) throws Exception {
    Session session = Conversations.authenticating(input);
    new SmbLogin(session, UNC).show(Conversations.ACCOUNT, Conversations.secret());
    return session.findings().observations();
  }

  /** The input is what the server says on the login's connection. */
  private static Object conversation(byte[] input) {
    return Conversations.logIn(new SmbProtocol(), SETTINGS, framed(NEGOTIATE), input);
  }

  private static Object token(byte[] input) throws ProbeException {
    Ntlm ntlm =
        Ntlm.begin(Conversations.ACCOUNT, Conversations.secret(), Conversations.HOST, new byte[0]);
    ntlm.next(new byte[0]);
    return ntlm.next(input).length + ntlm.key().length;
  }

  private static Object share(byte[] input) throws Exception {
    Session session = Conversations.hearing(input);
    SmbChannel channel = new SmbChannel(session.dial(), 0x0311);
    return new ShareReader(session, channel, Conversations.ACCOUNT, UNC, true).through()
        + " "
        + Conversations.reported("smb", session);
  }

  private static Object open(byte[] input) throws ProbeException {
    return seal(SmbEncryption.CCM).open(input).length
        + seal(SmbEncryption.GCM_256).open(input).length;
  }

  /** As the server seals what the client opens. */
  private static SmbEncryption seal(int cipher) {
    return new SmbEncryption(
        cipher, new SmbKeys(SmbKeys.SMB_311, SmbKeys.AES_GMAC, new byte[16], new byte[64]));
  }

  private static byte[] accepting(byte[] token) {
    byte[] more = answer(1, 1, 0xc0000016, setup(0, token));
    return joined(framed(NEGOTIATE), more, answer(1, 2, 0, setup(0, new byte[0])));
  }

  private static byte[] setup(int flags, byte[] token) {
    return body(8 + token.length)
        .putShort((short) 9)
        .putShort((short) flags)
        .putShort((short) 72)
        .putShort((short) token.length)
        .put(token)
        .array();
  }

  /** What a share answers when a path is listed, or led elsewhere, and its file read. */
  private static byte[] walk(byte[] content) {
    byte[] tree = body(16).putShort((short) 16).put((byte) 1).put((byte) 0).putInt(0).array();
    byte[] create = body(88).putShort((short) 89).array();
    byte[] data = content.length == 0 ? content : answer(14, 3, 0, buffer(content));
    byte[] ended = answer(14, 4, 0x80000006, body(9).putShort((short) 9).array());
    byte[] read =
        body(20).putShort((short) 17).put((byte) 80).put((byte) 0).putInt(4).position(16).array();
    return joined(
        answer(3, 1, 0, tree),
        answer(5, 2, 0, create),
        data,
        ended,
        answer(6, 5, 0, body(60).putShort((short) 60).array()),
        answer(5, 6, 0, create),
        answer(8, 7, 0, read),
        answer(6, 8, 0, body(60).putShort((short) 60).array()));
  }

  /** What it answers where DFS leads elsewhere. */
  private static byte[] led() {
    byte[] tree = body(16).putShort((short) 16).array();
    byte[] none = body(9).putShort((short) 9).array();
    byte[] target = referral();
    byte[] found = body(48 + target.length).putShort((short) 49).array();
    ByteBuffer.wrap(found)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(32, 64 + 48)
        .putInt(36, target.length)
        .put(48, target);
    return joined(
        answer(3, 1, 0, tree),
        answer(5, 2, 0xc0000257, none),
        answer(3, 3, 0, tree),
        answer(11, 4, 0, found));
  }

  private static byte[] buffer(byte[] content) {
    return body(8 + content.length)
        .putShort((short) 9)
        .putShort((short) 72)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** A folder with a file and a folder in it (MS-FSCC §2.4.10). */
  private static byte[] listing() {
    byte[] name = "setup.exe".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer out = body(96 + 64 + name.length);
    out.putInt(0, 96).putInt(56, 0x10).putInt(60, 2).putChar(64, 'd');
    return out.putInt(96 + 56, 0x20).putInt(96 + 60, name.length).put(96 + 64, name).array();
  }

  /** RESP_GET_DFS_REFERRAL of version 4 with one target (MS-DFSC §2.2.4). */
  private static byte[] referral() {
    byte[] target = "\\files1.uni.edu\\share\0".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer out = body(8 + 34 + target.length);
    out.putShort((short) 20).putShort((short) 1).putInt(2).putShort((short) 4).putShort((short) 34);
    out.putShort(8 + 16, (short) 34);
    return out.put(8 + 34, target).array();
  }

  /** A server of the domain UNI, with its names and its time as target information. */
  private static byte[] ntlm() {
    byte[] target = "UNI".getBytes(StandardCharsets.UTF_16LE);
    byte[] host = "fs1.uni.edu".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer out = body(56 + target.length + 4 + target.length + 4 + host.length + 12 + 4);
    out.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
    out.putShort((short) target.length).putShort((short) target.length).putInt(56);
    out.putInt(0x62898235).putLong(0x0102030405060708L).putLong(0);
    int information = out.capacity() - 56 - target.length;
    out.putShort((short) information).putShort((short) information).putInt(56 + target.length);
    out.putLong(0x0f0000001db10106L).put(target);
    out.putShort((short) 2).putShort((short) target.length).put(target);
    out.putShort((short) 3).putShort((short) host.length).put(host);
    return out.putShort((short) 7).putShort((short) 8).putLong(134_000_000_000_000_000L).array();
  }

  private static byte[] der(int tag, byte[]... parts) {
    byte[] value = joined(parts);
    boolean small = value.length < 128;
    byte[] length = {(byte) 0x81, (byte) value.length};
    return joined(
        new byte[] {(byte) tag}, small ? new byte[] {(byte) value.length} : length, value);
  }

  private static byte[] logins() {
    byte[] setup = answer(1, 1, 0, setup(0, CHALLENGE));
    setup[4 + 16] = 0;
    return joined(Negotiate.request(Optional.empty()), setup);
  }

  private static ByteBuffer body(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] answer(int command, long number, int status, byte[] body) {
    ByteBuffer smb = body(64 + body.length);
    smb.putInt(Integer.reverseBytes(Negotiate.MAGIC)).putShort((short) 64).putShort((short) 1);
    smb.putInt(status).putShort((short) command).putShort((short) 1).putInt(1).putInt(0);
    smb.putLong(number).putLong(0).putLong(77).put(64, body);
    return framed(smb.array());
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer out = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(out::put);
    return out.array();
  }
}
