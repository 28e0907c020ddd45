// Made from ../streaming-service/openapi.json by `npm run generate`.
export interface paths {
    "/api/streaming/v1/cameras/{camera_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Session
         * @description Opens a session on one camera for a minute's use: HLS and WHEP addresses with their token.
         *
         *     stream: `sub` is the camera's second, smaller one; 409 where it has none. The token is good for both.
         *
         *     transport: by which it will likely be read. plays_hevc: the browser plays H.265 by LL-HLS. A stream that
         *     the browser cannot play so is transcoded where the camera may be: 503 `transcodings-full` or `no-encoder`
         *     where that cannot be now.
         */
        post: operations["open_session_api_streaming_v1_cameras__camera_id__sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streaming/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Nodes
         * @description The MediaMTX nodes, as the one that answers sees them.
         */
        get: operations["list_nodes_api_streaming_v1_nodes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streaming/v1/playback-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report Playback
         * @description Takes how tiles play, for the metrics. Cameras that are unknown or not the viewer's are passed over.
         */
        post: operations["report_playback_api_streaming_v1_playback_reports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streaming/v1/prewarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prewarm
         * @description Has the streams opened now, so that a session that follows finds them running; gives no right to watch.
         *
         *     Cameras that are unknown, disabled or not the viewer's are passed over, and the answer does not tell which.
         */
        post: operations["prewarm_api_streaming_v1_prewarm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streaming/v1/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Streams
         * @description The present states of the streams of all cameras that the viewer may watch.
         */
        get: operations["list_streams_api_streaming_v1_streams_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jwks
         * @description The keys of the stream tokens; public by nature, reachable from the private network only.
         */
        get: operations["jwks_internal_jwks_json_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/v1/cameras/{camera_id}/reader-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Reader Session
         * @description A service's session on one camera.
         */
        post: operations["open_reader_session_internal_v1_cameras__camera_id__reader_sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/v1/node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report Node
         * @description For the streaming service of another node. revision: of the cameras that it knows.
         *
         *     epoch, version: of the last report that it had; the answer holds what changed since.
         */
        get: operations["report_node_internal_v1_node_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/v1/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Probe
         * @description Looks at a source: 6 s at most, 5 s more for a picture. One that is no good is an answer, no error.
         */
        post: operations["probe_internal_v1_probe_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * FieldProblem
         * @description What is wrong with one field; `pointer` is a JSON pointer into the body, or the parameter's name.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * NodeReport
         * @description What a node tells the others of itself.
         *
         *     serving: its MediaMTX answers. revision: of the cameras that it knows. states: those of the cameras that it
         *     serves which changed after the version asked for, or all of them where `epoch` is another than asked for.
         */
        NodeReport: {
            /** Cameras */
            cameras: number;
            /** Drift */
            drift: number;
            /** Epoch */
            epoch: string;
            /** Name */
            name: string;
            /** Revision */
            revision: number;
            /** Serving */
            serving: boolean;
            /**
             * States
             * @default []
             */
            states: components["schemas"]["StreamState"][];
            /**
             * @default {
             *       "b_frames": [],
             *       "most": 0,
             *       "running": []
             *     }
             */
            transcoding: components["schemas"]["TranscodingReport"];
            /** Version */
            version: number;
        };
        /**
         * NodeState
         * @description name: empty where there is only one. alive: as the node that answers sees it.
         *
         *     serving: whether its MediaMTX answered last. cameras, drift: that it serves, and paths that differ from what is
         *     desired, as it told last; null where it never answered. encoder: of transcoded streams, null where none works;
         *     transcodings: that run, of so many that may at once.
         */
        NodeState: {
            /** Alive */
            alive: boolean;
            /** Cameras */
            cameras: number | null;
            /** Drift */
            drift: number | null;
            /** Encoder */
            encoder?: string | null;
            /** Name */
            name: string;
            /** Serving */
            serving: boolean;
            /** Transcodings */
            transcodings?: number | null;
            /** Transcodings Most */
            transcodings_most?: number | null;
        };
        /**
         * NodeStates
         * @description All nodes of the list, by name.
         */
        NodeStates: {
            /** Items */
            items: components["schemas"]["NodeState"][];
        };
        /**
         * PlaybackReport
         * @description How one tile plays now. first_frame_ms: sent once, after it began to play.
         */
        PlaybackReport: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /** Delay Ms */
            delay_ms?: number | null;
            /** First Frame Ms */
            first_frame_ms?: number | null;
            /**
             * Stalled
             * @default false
             */
            stalled: boolean;
            /**
             * Transport
             * @enum {string}
             */
            transport: "webrtc" | "ll-hls";
        };
        /** PlaybackReports */
        PlaybackReports: {
            /** Reports */
            reports: components["schemas"]["PlaybackReport"][];
        };
        /**
         * PrewarmRequest
         * @description Cameras that will likely be watched next.
         */
        PrewarmRequest: {
            /** Cameras */
            cameras: string[];
            /**
             * Stream
             * @default main
             * @enum {string}
             */
            stream: "main" | "sub";
        };
        /**
         * ProbeOutcome
         * @description ok: a key frame of a video track was seen. Otherwise `reason` (as in StreamState) and a sentence.
         *
         *     snapshot: a JPEG in base64, where a picture was asked for and could be had in time.
         */
        ProbeOutcome: {
            /** Detail */
            detail?: string | null;
            /** Ok */
            ok: boolean;
            /** Reason */
            reason?: string | null;
            /** Snapshot */
            snapshot?: string | null;
            /**
             * Took Ms
             * @default 0
             */
            took_ms: number;
            /**
             * Tracks
             * @default []
             */
            tracks: components["schemas"]["ProbedTrack"][];
        };
        /** ProbeRequest */
        ProbeRequest: {
            /** Source Url */
            source_url: string;
        };
        /**
         * ProbedTrack
         * @description A track with what was measured of it; None where the look was too short to tell.
         */
        ProbedTrack: {
            /** Codec */
            codec: string;
            /** Fps */
            fps?: number | null;
            /** Gop S */
            gop_s?: number | null;
            /** Has B Frames */
            has_b_frames?: boolean | null;
            /** Height */
            height?: number | null;
            /** Width */
            width?: number | null;
        };
        /**
         * Problem
         * @description A problem document; `type` and `code` are stable, `detail` is for people.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["FieldProblem"][] | null;
            /**
             * Request Id
             * @default null
             */
            request_id: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ReaderSession
         * @description A service's way to read one camera: an HLS playlist on the private network and a bearer token for it.
         */
        ReaderSession: {
            /** Expires In S */
            expires_in_s: number;
            /** Hls Url */
            hls_url: string;
            /** Rtsp Url */
            rtsp_url: string;
            /** Token */
            token: string;
        };
        /** ReaderSessionRequest */
        ReaderSessionRequest: {
            /**
             * Stream
             * @default main
             * @enum {string}
             */
            stream: "main" | "sub";
        };
        /**
         * StreamSession
         * @description Where to read the stream and with what. The token is needed for the first request only.
         *
         *     state, reason, detail: what is known of the stream now; in `error` it may come back while one waits.
         *     hls_ready: segments are at hand, so HLS shows a picture before WebRTC meets its next key frame.
         *     transcoded: null where it is as the camera sends it.
         */
        StreamSession: {
            /** Detail */
            detail?: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Hls Ready
             * @default false
             */
            hls_ready: boolean;
            /** Hls Url */
            hls_url: string;
            /** Reason */
            reason?: string | null;
            /** State */
            state?: ("disabled" | "idle" | "connecting" | "online" | "error") | null;
            /**
             * Stream
             * @enum {string}
             */
            stream: "main" | "sub";
            /** Token */
            token: string;
            transcoded?: components["schemas"]["Transcoded"] | null;
            /** Whep Url */
            whep_url: string;
        };
        /**
         * StreamState
         * @description The state of a camera's stream changed.
         *
         *     idle: on demand, nobody reads, last contact was fine. error: `reason` is a stable code
         *     (unreachable, refused, unauthorized, not-found, timeout, no-key-frame, no-video, codec-unsupported,
         *     interrupted, failed), `detail` a sentence for people without credentials. sub: the second stream, None where
         *     the camera has none; when it alone changes, the rest comes again as it was, with its `changed_at`.
         */
        StreamState: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Detail */
            detail?: string | null;
            /** Reason */
            reason?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "disabled" | "idle" | "connecting" | "online" | "error";
            sub?: components["schemas"]["SubStreamState"] | null;
            /**
             * Tracks
             * @default []
             */
            tracks: components["schemas"]["StreamTrack"][];
        };
        /**
         * StreamTrack
         * @description One video or audio track as the source sends it; codec in MediaMTX's words (H264, H265, Opus …).
         */
        StreamTrack: {
            /** Codec */
            codec: string;
            /** Height */
            height?: number | null;
            /** Width */
            width?: number | null;
        };
        /**
         * Streams
         * @description The streams of the cameras that one may watch.
         */
        Streams: {
            /** Items */
            items: components["schemas"]["StreamState"][];
        };
        /**
         * SubStreamState
         * @description The state of a camera's second, smaller stream; fields as in StreamState.
         */
        SubStreamState: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Detail */
            detail?: string | null;
            /** Reason */
            reason?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "disabled" | "idle" | "connecting" | "online" | "error";
            /**
             * Tracks
             * @default []
             */
            tracks: components["schemas"]["StreamTrack"][];
        };
        /**
         * Transcoded
         * @description codec: of what the camera sends, which is made H.264 without B-frames because of `cause`.
         */
        Transcoded: {
            /**
             * Cause
             * @enum {string}
             */
            cause: "codec" | "b-frames";
            /** Codec */
            codec: string;
        };
        /**
         * TranscodingReport
         * @description encoder: the one in use; None: none works. running: paths. b_frames: paths of streams that have them.
         */
        TranscodingReport: {
            /**
             * B Frames
             * @default []
             */
            b_frames: string[];
            /** Encoder */
            encoder?: string | null;
            /**
             * Most
             * @default 0
             */
            most: number;
            /**
             * Running
             * @default []
             */
            running: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    open_session_api_streaming_v1_cameras__camera_id__sessions_post: {
        parameters: {
            query?: {
                stream?: "main" | "sub";
                transport?: "webrtc" | "ll-hls";
                plays_hevc?: boolean;
            };
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamSession"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_nodes_api_streaming_v1_nodes_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeStates"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_playback_api_streaming_v1_playback_reports_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybackReports"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prewarm_api_streaming_v1_prewarm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrewarmRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_streams_api_streaming_v1_streams_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Streams"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jwks_internal_jwks_json_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_reader_session_internal_v1_cameras__camera_id__reader_sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReaderSessionRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReaderSession"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_node_internal_v1_node_get: {
        parameters: {
            query?: {
                revision?: number;
                epoch?: string;
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeReport"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_internal_v1_probe_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProbeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProbeOutcome"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
