// Made from ../ai-service/openapi.json by `npm run generate`.
export interface paths {
    "/api/ai/v1/cameras/{camera_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description The latest examination: score, findings with the setting to change, what was measured.
         */
        get: operations["health_api_ai_v1_cameras__camera_id__health_get"];
        put?: never;
        /**
         * Examine
         * @description Examines the camera now, which takes about ten seconds; one examination of a camera at a time.
         */
        post: operations["examine_api_ai_v1_cameras__camera_id__health_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/cameras/{camera_id}/health/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description The examinations of the last days, in short.
         */
        get: operations["history_api_ai_v1_cameras__camera_id__health_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/cameras/{camera_id}/health/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take Reference
         * @description The present view is the right one from now on; by day and by night each has its own.
         */
        put: operations["take_reference_api_ai_v1_cameras__camera_id__health_reference_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Classify
         * @description What one picture shows as a whole, by the active classifier; `no-classifier` (404) where there is none.
         */
        post: operations["classify_api_ai_v1_classify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description All models that are known, those in use first in each role, and the roles for which none is in use.
         */
        get: operations["models_api_ai_v1_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/models/{role}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate
         * @description Tries the model and puts it into use; no picture is lost. Where it is refused, the one before goes on.
         *
         *     Administrators only.
         */
        post: operations["activate_api_ai_v1_models__role__activate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/models/{role}/roll-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Puts what was in use before into use again, which may be nothing. Administrators only.
         */
        post: operations["roll_back_api_ai_v1_models__role__roll_back_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Person
         * @description Whether one picture shows a person, by the active detector; `no-detector` (404) where there is none.
         */
        post: operations["person_api_ai_v1_person_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict
         * @description Finds objects and reads plates in one picture.
         *
         *     The picture is multipart field `image`, or the body itself, or the newest of a camera that the caller may see
         *     live: JSON `{"camera": id}` or `{"url": address of the camera}`. No address is ever fetched.
         */
        post: operations["predict_api_ai_v1_predict_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status
         * @description How sampling stands, of the cameras that the caller may see live.
         */
        get: operations["status_api_ai_v1_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description One event `prediction` for each picture; ends after ten minutes, the life of a token: connect again then.
         *
         *     Ends sooner when the user is signed out everywhere, deactivated or given other rights. A source also tells
         *     `trouble` while it gives no picture, and `ended` when a file is over, which ends the stream.
         */
        get: operations["stream_api_ai_v1_stream_get"];
        put?: never;
        post?: never;
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
         * ActivateModelRequest
         * @description A model as the list tells it.
         */
        ActivateModelRequest: {
            /** Name */
            name: string;
            /** Version */
            version: string;
        };
        /**
         * ActiveModel
         * @description What is in use in a role now; null: nothing.
         */
        ActiveModel: {
            /** Name */
            name: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "detector" | "plate_locator" | "plate_recogniser" | "text_recogniser" | "classifier";
            /** Sha256 */
            sha256: string | null;
            /** Version */
            version: string | null;
        };
        /**
         * CameraHealthResponse
         * @description The latest examination; score: 0 to 100. references: at most one by day and one by night.
         */
        CameraHealthResponse: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /**
             * Examined At
             * Format: date-time
             */
            examined_at: string;
            facts: components["schemas"]["HealthFacts"];
            /** Findings */
            findings: components["schemas"]["HealthFinding"][];
            /**
             * Occasion
             * @enum {string}
             */
            occasion: "asked" | "scheduled";
            /** References */
            references: components["schemas"]["ViewReference"][];
            /** Score */
            score: number;
        };
        /**
         * CameraStatus
         * @description How the sampling of one camera stands. Coverage: share of due pictures really looked at.
         */
        CameraStatus: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /** Coverage */
            coverage: number | null;
            /** Due */
            due: number;
            /** Last Frame Age S */
            last_frame_age_s: number | null;
            /** Last Frame At */
            last_frame_at: string | null;
            /** Reason */
            reason: string | null;
            /** Sampled */
            sampled: number;
            /**
             * State
             * @enum {string}
             */
            state: "connecting" | "online" | "stalled" | "error";
            /** Worker */
            worker?: string | null;
        };
        /**
         * CaptureStatus
         * @description Pictures kept for retraining. cameras: of which they may be, among those that the caller may see live.
         *
         *     dropped: worth keeping and not kept since the start, as the store was away or too slow.
         */
        CaptureStatus: {
            /** Cameras */
            cameras: string[];
            /** Dropped */
            dropped: number;
            /** Kept */
            kept: number;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * ClassifyResponse
         * @description What the picture shows as a whole, likeliest first.
         */
        ClassifyResponse: {
            /** Classes */
            classes: components["schemas"]["PredictedClass"][];
            /** Engine */
            engine: string;
            /** Height */
            height: number;
            /** Took Ms */
            took_ms: number;
            /** Width */
            width: number;
        };
        /**
         * ClockFacts
         * @description The time that the stream gives its pictures, against ours.
         *
         *     behind_s: from the time that a picture claims to its arrival, at best; below 0: from the future.
         *     jump_s: the greatest step between the times of two segments that their lengths do not explain.
         */
        ClockFacts: {
            /** Behind S */
            behind_s: number;
            /** Jump S */
            jump_s: number;
        };
        /**
         * EngineStatus
         * @description Engines in use; `detector` is null where no weights are present: then plates only are read.
         */
        EngineStatus: {
            /** Detector */
            detector: string | null;
            /** Plates */
            plates: string;
        };
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
        /** FoundPerson */
        FoundPerson: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Confidence */
            confidence: number;
        };
        /**
         * HealthFacts
         * @description What was measured; null: could not be, as scenes without a reference and plates where none passed.
         */
        HealthFacts: {
            clock: components["schemas"]["ClockFacts"] | null;
            picture: components["schemas"]["PictureFacts"] | null;
            plates: components["schemas"]["PlateFacts"] | null;
            scene: components["schemas"]["SceneFacts"] | null;
            stream: components["schemas"]["StreamFacts"] | null;
        };
        /**
         * HealthFinding
         * @description One thing to mend: what was measured, why it matters and for what, and the setting to change.
         */
        HealthFinding: {
            /** Affects */
            affects: ("live_start" | "live" | "playback" | "plate_reading" | "evidence_time" | "watching")[];
            /** Change To */
            change_to: string;
            /**
             * Code
             * @enum {string}
             */
            code: "gop-long" | "gop-irregular" | "b-frames" | "fps-low" | "fps-uneven" | "interlaced" | "format-unplayable" | "codec-not-everywhere" | "resolution-low" | "bitrate-high" | "picture-blank" | "blurred" | "noisy" | "too-dark" | "too-bright" | "contrast-low" | "burnt-out" | "view-turned" | "view-changed" | "view-replaced" | "obstructed" | "plates-small" | "plates-glare" | "plates-unread" | "plates-uncertain" | "clock-ahead" | "clock-behind" | "clock-jumps";
            /** Limit */
            limit: string;
            /** Meaning */
            meaning: string;
            /** Measured */
            measured: string;
            /** Setting */
            setting: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "info" | "warning" | "critical";
            /**
             * Subject
             * @enum {string}
             */
            subject: "stream" | "picture" | "scene" | "plates" | "clock";
            /** Unit */
            unit: string;
        };
        /**
         * HealthPoint
         * @description One examination in short.
         */
        HealthPoint: {
            /**
             * Examined At
             * Format: date-time
             */
            examined_at: string;
            /** Findings */
            findings: {
                [key: string]: "info" | "warning" | "critical";
            };
            /** Light */
            light: ("day" | "night") | null;
            /**
             * Occasion
             * @enum {string}
             */
            occasion: "asked" | "scheduled";
            /** Score */
            score: number;
        };
        /**
         * HealthTrend
         * @description Oldest first. change: the latest score less the first of the same light, null where there is but one.
         */
        HealthTrend: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /** Change */
            change: number | null;
            /** Items */
            items: components["schemas"]["HealthPoint"][];
        };
        /**
         * ModelDescription
         * @description One model, in use or not; without a name: a role for which none is in use.
         *
         *     previous: a roll-back would take it. data_policy: of the data that it was trained on.
         */
        ModelDescription: {
            /** Active */
            active: boolean;
            /** Data Policy */
            data_policy: string;
            /** Date */
            date: string;
            /** Licence */
            licence: string;
            /** Measured */
            measured: {
                [key: string]: number | string;
            };
            /** Name */
            name: string;
            /** Previous */
            previous: boolean;
            /**
             * Role
             * @enum {string}
             */
            role: "detector" | "plate_locator" | "plate_recogniser" | "text_recogniser" | "classifier";
            /**
             * Runtime
             * @enum {string}
             */
            runtime: "onnx" | "openvino" | "ultralytics" | "easyocr" | "torchvision";
            /** Sha256 */
            sha256: string;
            /** Source */
            source: string;
            /** Version */
            version: string;
        };
        /** ModelsResponse */
        ModelsResponse: {
            /** Items */
            items: components["schemas"]["ModelDescription"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * PersonResponse
         * @description Whether there is a person in the picture. confidence: of the surest, 0 without one; surest first.
         */
        PersonResponse: {
            /** Boxes */
            boxes: components["schemas"]["FoundPerson"][];
            /** Confidence */
            confidence: number;
            /** Engine */
            engine: string;
            /** Height */
            height: number;
            /** Person */
            person: boolean;
            /** Took Ms */
            took_ms: number;
            /** Width */
            width: number;
        };
        /**
         * PictureFacts
         * @description One picture as such, the median of several.
         *
         *     blur_px: standard deviation of the blur at edges, in pixels of a picture 1280 wide; None where nothing in
         *     it has edges. contrast: between the darkest and the brightest twentieth of the pixels. textured: share of
         *     the tiles that show anything. noise: standard deviation of flat areas, of 255.
         */
        PictureFacts: {
            /** Black */
            black: number;
            /** Blur Px */
            blur_px: number | null;
            /** Brightness */
            brightness: number;
            /** Burnt */
            burnt: number;
            /** Contrast */
            contrast: number;
            /**
             * Light
             * @enum {string}
             */
            light: "day" | "night";
            /** Noise */
            noise: number;
            /** Textured */
            textured: number;
        };
        /**
         * PlateFacts
         * @description The plates that passed since `since`; medians. unread: share of located plates that could not be told.
         */
        PlateFacts: {
            /** Burnt */
            burnt: number;
            /** Confidence */
            confidence: number | null;
            /** Passages */
            passages: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Unread */
            unread: number;
            /** Width Px */
            width_px: number | null;
        };
        /**
         * PlateInterpretation
         * @description What a plate says if it is one of that format; probability: of the text.
         */
        PlateInterpretation: {
            /** Country */
            country: string;
            /** Format */
            format: string;
            /** Probability */
            probability: number;
            /** Text */
            text: string;
        };
        /**
         * PredictResponse
         * @description What is in the picture, best plate first; `camera_id` and `captured_at` where it is a camera's.
         */
        PredictResponse: {
            /** Camera Id */
            camera_id?: string | null;
            /** Captured At */
            captured_at?: string | null;
            /** Detections */
            detections: components["schemas"]["PredictedDetection"][];
            /** Engine */
            engine: string;
            /** Height */
            height: number;
            /** Plates */
            plates: components["schemas"]["PredictedPlate"][];
            /** Took Ms */
            took_ms: number;
            /** Width */
            width: number;
        };
        /** PredictedClass */
        PredictedClass: {
            /** Confidence */
            confidence: number;
            /** Label */
            label: string;
        };
        /**
         * PredictedDetection
         * @description An object.
         */
        PredictedDetection: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Confidence */
            confidence: number;
            /** Label */
            label: string;
        };
        /**
         * PredictedPlate
         * @description A plate; `candidates` holds for each position the likeliest characters, best first.
         *
         *     `text` is what was read; `interpretations`: what it may be by the formats of plates, at most three, best first.
         */
        PredictedPlate: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Candidates */
            candidates: [
                string,
                number
            ][][];
            /** Confidence */
            confidence: number;
            /** Interpretations */
            interpretations: components["schemas"]["PlateInterpretation"][];
            /** Text */
            text: string;
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
         * SceneFacts
         * @description The view against the reference of the same light.
         *
         *     shift: how far the picture moved, in shares of its width and height; None, as rotation and scale, where the
         *     views have nothing in common. likeness: median over what the reference shows, 1: the same. obstructed: share
         *     of what the reference shows that is not there and where nothing else is. replaced: the same, something else.
         */
        SceneFacts: {
            /**
             * Light
             * @enum {string}
             */
            light: "day" | "night";
            /** Likeness */
            likeness: number;
            /** Obstructed */
            obstructed: number;
            /**
             * Reference At
             * Format: date-time
             */
            reference_at: string;
            /** Replaced */
            replaced: number;
            /** Rotation Deg */
            rotation_deg: number | null;
            /** Scale */
            scale: number | null;
            /** Shift */
            shift: [
                number,
                number
            ] | null;
        };
        /**
         * SourceStatus
         * @description A configured file or webcam; idle while nobody listens.
         */
        SourceStatus: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "file" | "v4l2";
            /** Last Frame At */
            last_frame_at: string | null;
            /** Listeners */
            listeners: number;
            /** Name */
            name: string;
            /** Reason */
            reason: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "idle" | "connecting" | "online" | "error" | "ended";
        };
        /**
         * StatusResponse
         * @description `sources`: for those who see all cameras; `capture`: null where no pictures are kept.
         */
        StatusResponse: {
            /** Backend Reached */
            backend_reached: boolean;
            /** Cameras */
            cameras: components["schemas"]["CameraStatus"][];
            capture?: components["schemas"]["CaptureStatus"] | null;
            engines: components["schemas"]["EngineStatus"];
            /** Limits */
            limits: string[];
            /** Outbox Depth */
            outbox_depth: number;
            /**
             * Sources
             * @default []
             */
            sources: components["schemas"]["SourceStatus"][];
            /**
             * Workers
             * @default []
             */
            workers: components["schemas"]["WorkerStatus"][];
        };
        /**
         * StreamFacts
         * @description The video as it is sent, measured over `measured_s` seconds of it.
         *
         *     gop_s: median from key frame to key frame; None where fewer than two came. longest_gop_s: the longest of
         *     them, or what passed without one. uneven: share of pictures that came more than 1.6 times later than usual.
         *     chroma: as in 4:2:0.
         */
        StreamFacts: {
            /** B Frames */
            b_frames: boolean;
            /** Bit Depth */
            bit_depth: number;
            /** Bitrate Bps */
            bitrate_bps: number;
            /** Chroma */
            chroma: string;
            /** Codec */
            codec: string;
            /** Fps */
            fps: number;
            /** Gop S */
            gop_s: number | null;
            /** Height */
            height: number;
            /** Interlaced */
            interlaced: boolean;
            /** Longest Gop S */
            longest_gop_s: number;
            /** Measured S */
            measured_s: number;
            /** Profile */
            profile: string;
            /** Uneven */
            uneven: number;
            /** Width */
            width: number;
        };
        /**
         * ViewReference
         * @description What views of that light are compared with. chosen: whether a person said that it is right.
         */
        ViewReference: {
            /** Age S */
            age_s: number;
            /** Chosen */
            chosen: boolean;
            /**
             * Light
             * @enum {string}
             */
            light: "day" | "night";
            /**
             * Taken At
             * Format: date-time
             */
            taken_at: string;
        };
        /**
         * WorkerStatus
         * @description One of several workers. answers: it told what it follows when it was asked just now.
         */
        WorkerStatus: {
            /** Answers */
            answers: boolean;
            /** Cameras */
            cameras: number;
            /** Name */
            name: string;
            /** Outbox Depth */
            outbox_depth: number;
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
    health_api_ai_v1_cameras__camera_id__health_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
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
                    "application/json": components["schemas"]["CameraHealthResponse"];
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
    examine_api_ai_v1_cameras__camera_id__health_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
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
                    "application/json": components["schemas"]["CameraHealthResponse"];
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
    history_api_ai_v1_cameras__camera_id__health_history_get: {
        parameters: {
            query?: {
                days?: number;
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthTrend"];
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
    take_reference_api_ai_v1_cameras__camera_id__health_reference_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
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
                    "application/json": components["schemas"]["ViewReference"];
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
    classify_api_ai_v1_classify_post: {
        parameters: {
            query?: {
                top?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    image: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassifyResponse"];
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
    models_api_ai_v1_models_get: {
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
                    "application/json": components["schemas"]["ModelsResponse"];
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
    activate_api_ai_v1_models__role__activate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: "detector" | "plate_locator" | "plate_recogniser" | "text_recogniser" | "classifier";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivateModelRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveModel"];
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
    roll_back_api_ai_v1_models__role__roll_back_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: "detector" | "plate_locator" | "plate_recogniser" | "text_recogniser" | "classifier";
            };
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
                    "application/json": components["schemas"]["ActiveModel"];
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
    person_api_ai_v1_person_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    image: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
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
    predict_api_ai_v1_predict_post: {
        parameters: {
            query?: {
                /** @description Which engines look: `detector`, `plates`, and who reads those: `fused`, `plate_recogniser` or `text_recogniser`; repeated or with commas between. Without it: all. */
                engines?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    camera: string;
                } | {
                    url: string;
                };
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    engines?: string;
                    /** Format: binary */
                    image: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictResponse"];
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
    status_api_ai_v1_status_get: {
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
                    "application/json": components["schemas"]["StatusResponse"];
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
    stream_api_ai_v1_stream_get: {
        parameters: {
            query?: {
                /** @description A camera */
                camera?: string | null;
                /** @description A configured file or webcam, in place of a camera */
                source?: string | null;
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
                    "text/event-stream": unknown;
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
