package dev.rollcall.protocol.ntp;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;

class NtpContractTest extends ProtocolContract<NtpSettings> {
  @Override
  protected Protocol<NtpSettings> protocol() {
    return new NtpProtocol();
  }

  @Override
  protected NtpSettings settings() {
    return new NtpSettings();
  }

  @Override
  protected Beginning beginning() {
    return Beginning.DATAGRAM;
  }
}
